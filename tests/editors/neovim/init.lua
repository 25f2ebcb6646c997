-- What the README tells a user to write.
vim.opt.runtimepath:append(vim.env.FLOWSPEC_EDITORS)
vim.lsp.enable('flowspec_lsp')
