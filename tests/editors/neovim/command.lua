-- A workflow command on a task, from the menu to the books.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')

test.wait('the server', function()
  local client = vim.lsp.get_clients({ bufnr = 0 })[1]
  return client and client.initialized
end)
local labels = vim.fn.search('labels:')
test.expect('the labels', "labels: [timeline, 'workflow:In Implementation']", test.line(labels))

-- The questions, as they are put.
local asked = {}
test.choose('Run /flow:validate', 'Yes')
local choose = vim.ui.select
vim.ui.select = function(items, options, done)
  table.insert(asked, options.prompt)
  choose(items, options, done)
end

test.go('Order late scans')
vim.cmd('FlowspecRun')
test.wait('the label to move on', function() return test.line(labels) == "labels: [timeline, 'workflow:Validated']" end)
test.expect('the rest of the line above', "created_date: '2025-10-06'", test.line(labels - 1))
test.expect('the buffer is for the user to save', true, vim.bo.modified)

local said = table.concat(asked, '\n')
for _, text in ipairs({ 'unvalidated', '["' .. vim.env.FLOWSPEC_BIN .. '/claude", "-p", "/flow:validate task-07"]' }) do
  if not said:find(text, 1, true) then test.fail('`' .. text .. '` was not asked:\n' .. said) end
end
test.wait('the end to be told', function() return test.messages():find('/flow:validate succeeded', 1, true) end)

-- One step back.
vim.cmd('undo')
test.expect('undone', "labels: [timeline, 'workflow:In Implementation']", test.line(labels))

test.done()
