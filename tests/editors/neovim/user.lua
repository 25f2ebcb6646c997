-- What a user does and sees. Ends Neovim, with 1 when something is not as it should be.

local function fail(message)
  io.stderr:write('\n' .. message .. '\n')
  vim.cmd('cquit 1')
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 10) then
    local found = vim.diagnostic.get(0)
    fail('waited in vain for ' .. what .. '; diagnostics: ' .. vim.inspect(found))
    error('unreachable')
  end
end

local function expect(what, expected, got)
  if not vim.deep_equal(expected, got) then
    fail(what .. ': expected ' .. vim.inspect(expected) .. ', got ' .. vim.inspect(got))
    error('unreachable')
  end
end

local function find(code)
  for _, it in ipairs(vim.diagnostic.get(0)) do
    if it.code == code then return it end
  end
end

-- The findings of the file, exactly.
wait('the finding', function() return find('include-missing') end)
expect('number of findings', 1, #vim.diagnostic.get(0))
local it = find('include-missing')
local line = vim.api.nvim_buf_get_lines(0, it.lnum, it.lnum + 1, true)[1]
expect('the words at fault', '.claude/partials/flow/_workflow-states.md', line:sub(it.col + 1, it.end_col))
expect('the severity', vim.diagnostic.severity.ERROR, it.severity)
expect('the source', 'flowspec', it.source)

-- The quick fix, chosen as a user chooses it.
local offered = {}
vim.ui.select = function(items, _, choose)
  for _, item in ipairs(items) do
    table.insert(offered, item.action.title)
  end
  for _, item in ipairs(items) do
    if item.action.title:find('_workflow-state.md', 1, true) then return choose(item) end
  end
  fail('no such fix among ' .. vim.inspect(offered))
end
vim.api.nvim_win_set_cursor(0, { it.lnum + 1, it.col })
vim.lsp.buf.code_action()
wait('the edit', function()
  return vim.api.nvim_buf_get_lines(0, it.lnum, it.lnum + 1, true)[1]
    == '{{INCLUDE:.claude/partials/flow/_workflow-state.md}}'
end)
wait('the finding to go', function() return #vim.diagnostic.get(0) == 0 end)

-- The unsaved buffer counts: undoing the edit brings the finding back.
vim.cmd('undo')
wait('the finding to come back', function() return find('include-missing') end)

io.stderr:write('\nall is well\n')
vim.cmd('qall!')
