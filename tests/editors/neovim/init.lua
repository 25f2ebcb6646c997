-- What the README tells a user to write.
vim.opt.runtimepath:append(vim.env.FLOWSPEC_EDITORS)
if vim.fn.has('nvim-0.11') == 1 then
  vim.lsp.enable('flowspec_lsp')
else
  require('flowspec').setup()
end
