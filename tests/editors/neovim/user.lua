-- Findings while reading, a quick fix, and undo.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')

-- The findings of the file, exactly.
test.wait('the finding', function() return test.find('include-missing') end)
test.expect('number of findings', 1, #vim.diagnostic.get(0))
local it = test.find('include-missing')
local line = test.line(it.lnum + 1)
test.expect('the words at fault', '.claude/partials/flow/_workflow-states.md', line:sub(it.col + 1, it.end_col))
test.expect('the severity', vim.diagnostic.severity.ERROR, it.severity)
test.expect('the source', 'flowspec', it.source)

-- The quick fix, chosen as a user chooses it.
test.choose('_workflow-state.md')
vim.api.nvim_win_set_cursor(0, { it.lnum + 1, it.col })
vim.lsp.buf.code_action()
test.wait('the edit', function()
  return test.line(it.lnum + 1) == '{{INCLUDE:.claude/partials/flow/_workflow-state.md}}'
end)
test.wait('the finding to go', function() return #vim.diagnostic.get(0) == 0 end)

-- The unsaved buffer counts: undoing the edit brings the finding back.
vim.cmd('undo')
test.wait('the finding to come back', function() return test.find('include-missing') end)

test.done()
