-- Does what a script says. A mistake in it would leave Neovim waiting for keys.

local went, why = xpcall(dofile, debug.traceback, vim.env.FLOWSPEC_SCRIPT)
if not went then
  io.stderr:write('\n' .. why .. '\n')
  vim.cmd('cquit 1')
end
