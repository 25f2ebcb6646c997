-- Definition, references, hover, outline, folding, completion and rename, as Neovim's own keys ask for them.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')
local file = vim.api.nvim_buf_get_name(0)

test.wait('the server', function() return test.find('include-missing') end)

--- Presses keys as a user does, and waits for all they start.
local function press(keys) vim.api.nvim_feedkeys(vim.keycode(keys), 'xt', false) end

-- An include leads to its file, and back.
test.go('_constitution-check.md')
press('<C-]>')
test.wait('the partial', function() return vim.fn.expand('%:t') == '_constitution-check.md' end)
press('<C-o>')
test.wait('the command', function() return vim.api.nvim_buf_get_name(0) == file end)

-- A state leads to the workflow file.
test.go('workflow:Planned')
press('<C-]>')
test.wait('the workflow file', function() return vim.fn.expand('%:t') == 'flowspec_workflow.yml' end)
test.expect('the line', '  - "Planned"', test.line(vim.fn.line('.')))
press('<C-o>')
test.wait('the command', function() return vim.api.nvim_buf_get_name(0) == file end)

-- All uses of the state, in files that are not open, too.
test.go('workflow:Planned')
press('grr')
test.wait('the uses', function() return #vim.fn.getqflist() > 0 or #vim.fn.getloclist(0) > 0 end)
local uses = vim.fn.getqflist()
if #uses == 0 then uses = vim.fn.getloclist(0) end
local files = {}
for _, use in ipairs(uses) do files[vim.fn.fnamemodify(vim.api.nvim_buf_get_name(use.bufnr), ':t')] = true end
for _, name in ipairs({ 'flowspec_workflow.yml', 'plan.md', 'implement.md' }) do
  if not files[name] then test.fail(name .. ' is not among ' .. vim.inspect(files)) end
end
vim.cmd('cclose | lclose')

-- What a state is.
test.go('workflow:Planned')
vim.lsp.buf.hover()
local function hover()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
    end
  end
end
test.wait('the hover', function() return (hover() or ''):find('/flow:plan', 1, true) end)
vim.cmd('fclose!')

-- The outline.
vim.lsp.buf.document_symbol()
test.wait('the outline', function()
  for _, item in ipairs(vim.fn.getloclist(0)) do
    if item.text:find('Instructions', 1, true) then return true end
  end
end)
vim.cmd('lclose')

-- Sections fold.
vim.wo.foldmethod = 'expr'
vim.wo.foldexpr = 'v:lua.vim.lsp.foldexpr()'
test.go('## Instructions')
test.wait('folds', function()
  vim.cmd('normal! zX')
  return vim.fn.foldlevel(vim.fn.line('.') + 1) > 0
end)
vim.cmd('normal! zR')

-- A state gets another name everywhere.
test.go('workflow:Planned')
vim.lsp.buf.rename('Designed')
test.wait('the new name here', function() return test.line(vim.fn.line('.')):find('workflow:Designed', 1, true) end)
local workflow = vim.fn.bufadd(vim.fn.getcwd() .. '/flowspec_workflow.yml')
vim.fn.bufload(workflow)
local text = table.concat(vim.api.nvim_buf_get_lines(workflow, 0, -1, true), '\n')
if not text:find('  - "Designed"', 1, true) or text:find('Planned', 1, true) then test.fail(text) end
vim.cmd('silent wall')

-- Completion offers the states, and takes the place of what is there.
vim.o.completeopt = 'menuone'
vim.api.nvim_input('Go<CR>It stays in `workflow:Des<C-x><C-o>')
test.later('completion', function() return vim.fn.pumvisible() == 1 end, function()
  vim.api.nvim_input('<C-y><Esc>')
  local function last() return test.line(vim.api.nvim_buf_line_count(0)) end
  test.later('the state', function() return last() == 'It stays in `workflow:Designed' end, test.done)
end)
