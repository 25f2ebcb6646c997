-- The plugin: its commands, its help, its health.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')

test.wait('the server', function() return require('flowspec').client() end)

for _, name in ipairs({ 'Run', 'Preflight', 'Output', 'Cancel', 'Expand', 'Graph' }) do
  test.expect(':Flowspec' .. name, 2, vim.fn.exists(':Flowspec' .. name))
end

vim.cmd('help :FlowspecRun')
test.expect('the help page', 'flowspec.txt', vim.fn.expand('%:t'))
vim.cmd('bwipeout')
local doc = vim.env.FLOWSPEC_EDITORS .. '/doc'
local tags = vim.fn.readfile(doc .. '/tags')
vim.cmd('helptags ' .. doc)
test.expect('the tags of the help, which :helptags editors/neovim/doc makes', vim.fn.readfile(doc .. '/tags'), tags)

vim.cmd('checkhealth flowspec')
local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
for _, text in ipairs({ 'flowspec-lsp 0.', 'the server runs for', 'agents for :FlowspecRun: claude' }) do
  if not report:find(text, 1, true) then test.fail('no `' .. text .. '` in the report:\n' .. report) end
end
if report:find('ERROR', 1, true) then test.fail(report) end

-- A command as an agent reads it.
local server = require('flowspec').client().id
vim.cmd('buffer plan.md')
vim.cmd('FlowspecExpand')
test.wait('the expansion', function()
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n')
  return not text:find('{{INCLUDE', 1, true) and text:find('## Before you start: the constitution', 1, true)
end)
test.expect('it cannot be edited', true, vim.bo.readonly)
test.expect('the server that made it knows it', true, vim.lsp.buf_is_attached(0, server))

-- The picture of the states is for a browser.
local opened
vim.ui.open = function(path)
  opened = path
  return { wait = function() return { code = 0 } end }
end
vim.cmd('FlowspecGraph')
test.wait('the picture', function() return opened end)
local picture = opened:match('^file:') and vim.uri_to_fname(opened) or opened
test.expect('a picture', '<svg', table.concat(vim.fn.readfile(picture, '', 1)):sub(1, 4))

-- Whether a command may run, which starts nothing.
vim.cmd('FlowspecPreflight /flow:operate task-10')
test.wait('the verdict', function() return test.messages():find('Cannot run /flow:operate', 1, true) end)

test.done()
