-- A plugin manager that loads the plugin with the first file of its kind, as lazy.nvim does with the specification in the README.

local test = dofile(vim.env.FLOWSPEC_TESTS .. '/test.lua')
local spec = dofile(vim.env.FLOWSPEC_CONFIG .. '/spec.lua')

test.expect('the file is open already', true, vim.tbl_contains(spec.ft, vim.bo.filetype))
test.expect('nothing is loaded', nil, package.loaded.flowspec)
vim.opt.runtimepath:append(spec.dir)
vim.cmd('source ' .. spec.dir .. '/plugin/flowspec.lua')
require(spec.name).setup(spec.opts)
-- It has missed the event that it was loaded for.
vim.api.nvim_exec_autocmds('FileType', { buffer = 0, modeline = false })

test.wait('the finding', function() return test.find('include-missing') end)
test.expect('one server', 1, #vim.lsp.get_clients({ bufnr = 0, name = 'flowspec_lsp' }))
test.expect(':FlowspecRun', 2, vim.fn.exists(':FlowspecRun'))
test.done()
