-- Highlights, colours, hints, lenses, symbols, the graph of includes, and a refactoring.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')

test.wait('the server', function() return test.find('include-missing') end)
local client = vim.lsp.get_clients({ bufnr = 0 })[1]

--- What the server answers to a request about the cursor.
local function ask(method, params)
  local answer = client:request_sync(method, params or vim.lsp.util.make_position_params(0, client.offset_encoding), 20000, 0)
  if not answer or answer.err then test.fail(method .. ': ' .. vim.inspect(answer)) end
  return answer.result
end

-- Other uses in the buffer light up.
test.go('/flow:implement')
vim.lsp.buf.document_highlight()
local function marks(pattern)
  local found = {}
  for name, id in pairs(vim.api.nvim_get_namespaces()) do
    if name:find(pattern) then vim.list_extend(found, vim.api.nvim_buf_get_extmarks(0, id, 0, -1, { details = true })) end
  end
  return found
end
test.wait('highlights', function() return #marks('lsp_references') + #marks('references') > 0 end)
vim.lsp.buf.clear_references()

-- Colours of commands, states and directives.
test.wait('semantic tokens', function()
  test.go('{{INCLUDE')
  local at = vim.api.nvim_win_get_cursor(0)
  return #(vim.lsp.semantic_tokens.get_at_pos(0, at[1] - 1, at[2] + 2) or {}) > 0
end)

-- Neovim's own parser knows directives that stand alone.
vim.treesitter.start(0, 'markdown')
vim.treesitter.get_parser(0):parse(true)
test.go('{{INCLUDE')
local at = vim.api.nvim_win_get_cursor(0)
local captures = vim.tbl_map(function(it) return it.capture end, vim.treesitter.get_captures_at_pos(0, at[1] - 1, at[2] + 2))
if not vim.tbl_contains(captures, 'keyword.directive') then test.fail('captures: ' .. vim.inspect(captures)) end

-- A hint says where a command leads.
test.wait('inlay hints', function() return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0 end)

-- A lens runs the command on a task.
test.wait('lenses', function()
  local lens = vim.lsp.codelens.get(0)[1]
  return lens and lens.command and lens.command.title:find('Run /flow:implement', 1, true)
end)

-- Symbols of the whole workspace, by some of their letters.
local symbols = vim.tbl_map(function(it) return it.name end, ask('workspace/symbol', { query = 'flimplm' }))
test.expect('the first symbol', '/flow:implement', symbols[1])

-- Growing selections and names that change in pairs, which newer versions of Neovim ask for by themselves.
test.go('workflow:Planned')
local position = vim.lsp.util.make_position_params(0, client.offset_encoding)
local selection = ask('textDocument/selectionRange', { textDocument = position.textDocument, positions = { position.position } })
test.expect('the selection grows', true, selection[1].parent ~= nil)

-- What the command includes.
vim.api.nvim_win_set_cursor(0, { 1, 0 })
local item = ask('textDocument/prepareCallHierarchy')[1]
local outgoing = ask('callHierarchy/outgoingCalls', { item = item })
test.expect('the first include', '_constitution-check.md', vim.fs.basename(outgoing[1].to.uri))

-- Some lines become a partial.
test.go('1. Read the decisions')
vim.cmd('normal! Vj')
test.choose('xtract')
vim.lsp.buf.code_action()
test.wait('the include', function()
  for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    if line:find('{{INCLUDE:', 1, true) and line:find('partial', 1, true) and not line:find('_constitution', 1, true) and not line:find('_workflow', 1, true) then
      return true
    end
  end
end)

test.done()
