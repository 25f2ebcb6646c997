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
test.choose('Yes')
vim.cmd('FlowspecRun implement task-10')
test.wait('the label on the disk', function()
  return table.concat(vim.fn.readfile(task), '\n'):find('workflow:In Implementation', 1, true)
end)
test.expect('nothing is left to save', {}, vim.tbl_filter(function(it) return vim.bo[it].modified end, vim.api.nvim_list_bufs()))
test.expect('progress', true, #vim.tbl_filter(function(it) return it:find('/flow:implement', 1, true) end, shown) > 0)

test.done()
