-- A run on a task that is not open: what nobody sees is saved, and what a run says is shown while it runs.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')
local task = 'backlog/tasks/task-10 - Carrier-sandbox.md'

test.wait('the server', function() return require('flowspec').client() end)
local shown = {}
local echo = vim.api.nvim_echo
vim.api.nvim_echo = function(chunks, history, options)
  table.insert(shown, chunks[1][1])
  return echo(chunks, history, options)
end
-- What the user has changed and hidden meanwhile is not ours to save.
local asked = false
vim.ui.select = function(items, _, choose)
  if not asked then
    asked = true
    vim.cmd('hide edit docs/scan-codes.md')
    vim.api.nvim_buf_set_lines(0, 0, 0, true, { 'unsaved' })
    vim.cmd('hide edit memory/constitution.md')
  end
  for index, item in ipairs(items) do
    if (type(item) == 'table' and item.title or item) == 'Yes' then return choose(item, index) end
  end
end
vim.cmd('FlowspecRun implement task-10')
test.wait('the label on the disk', function()
  return table.concat(vim.fn.readfile(task), '\n'):find('workflow:In Implementation', 1, true)
end)
local unsaved = vim.tbl_filter(function(it) return vim.bo[it].modified end, vim.api.nvim_list_bufs())
test.expect('the one that is left to save', { 'scan-codes.md' }, vim.tbl_map(function(it) return vim.fs.basename(vim.api.nvim_buf_get_name(it)) end, unsaved))
test.expect('progress', true, #vim.tbl_filter(function(it) return it:find('/flow:implement', 1, true) end, shown) > 0)

test.done()
