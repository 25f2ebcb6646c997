-- flowspec-lsp for Neovim 0.11 and newer. Add this folder's parent to 'runtimepath', then vim.lsp.enable('flowspec_lsp').
---@type vim.lsp.Config
return {
  cmd = { 'flowspec-lsp' },
  filetypes = { 'markdown', 'yaml', 'toml' },
  root_markers = { 'flowspec_workflow.yml', '.specify', '.claude', 'backlog', '.git' },
}
