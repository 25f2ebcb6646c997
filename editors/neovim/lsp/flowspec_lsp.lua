-- flowspec-lsp for Neovim 0.11 and newer: vim.lsp.enable("flowspec_lsp") with this folder's parent in 'runtimepath'.
---@type vim.lsp.Config
return {
  cmd = { 'flowspec-lsp' },
  handlers = { ['workspace/applyEdit'] = function(...) return require('flowspec').apply_edit(...) end },
  filetypes = { 'markdown', 'yaml', 'toml', 'json' },
  reuse_client = function(...) return require('flowspec').reuses(...) end,
  root_markers = require('flowspec').MARKERS,
}
