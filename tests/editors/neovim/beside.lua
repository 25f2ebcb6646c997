-- Another server for Markdown beside ours: each says what is its own.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')

vim.lsp.config('rumdl', { cmd = { vim.env.FLOWSPEC_RUMDL, 'server' }, filetypes = { 'markdown' }, root_markers = { 'flowspec_workflow.yml' } })
vim.lsp.enable('rumdl')
vim.cmd('edit')

local function sources()
  local found = {}
  for _, it in ipairs(vim.diagnostic.get(0)) do found[it.source] = true end
  return vim.tbl_keys(found)
end

-- A command is looked at by both.
test.wait('the other server', function() return #vim.lsp.get_clients({ bufnr = 0 }) == 2 end)
test.wait('the finding', function() return test.find('include-missing') end)

-- Ordinary Markdown, even with words that look like ours, is the other's alone.
vim.cmd('edit README.md')
test.wait('what the other server says', function() return #vim.diagnostic.get(0) > 0 end)
local ours = vim.lsp.get_clients({ bufnr = 0, name = 'flowspec_lsp' })[1]
test.expect('ours is attached', true, ours ~= nil)
-- An answer of ours comes after all that it has to say about the text.
for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
  local position = { line = row - 1, character = math.max(#line - 3, 0) }
  local at = { textDocument = { uri = vim.uri_from_bufnr(0) }, position = position }
  local completion = ours:request_sync('textDocument/completion', at, 20000, 0)
  test.expect('no completion in line ' .. row, 0, #((completion.result or {}).items or completion.result or {}))
end
test.expect('who has found something', { 'rumdl' }, sources())
local formatting = vim.tbl_map(function(it) return it.name end, vim.lsp.get_clients({ bufnr = 0, method = 'textDocument/formatting' }))
test.expect('who formats', { 'rumdl' }, formatting)

test.done()
