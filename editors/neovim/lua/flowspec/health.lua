-- :checkhealth flowspec

local M = {}

function M.check()
  local health = vim.health
  health.start('flowspec')

  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
  elseif vim.fn.has('nvim-0.10') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()) .. ": start the server by require('flowspec').setup()")
  else
    health.error('Neovim 0.10 or newer is needed')
  end

  local clients = vim.lsp.get_clients({ name = 'flowspec_lsp' })
  local command = clients[1] and clients[1].config.cmd or { 'flowspec-lsp' }
  local program = type(command) == 'table' and command[1] or 'flowspec-lsp'
  if vim.fn.executable(program) == 1 then
    local version = vim.trim(vim.fn.system({ program, '--version' }))
    health.ok(version .. ' (' .. vim.fn.exepath(program) .. ')')
  else
    health.error('`' .. program .. '` is not on the PATH', {
      'install it by `cargo install --path .` in the folder of flowspec-lsp',
      "or say where it is: require('flowspec').setup({ cmd = { '/path/to/flowspec-lsp' } })",
    })
  end

  if #clients == 0 then
    health.info('the server does not run: it starts with the first Markdown, YAML or TOML file')
  end
  for _, client in ipairs(clients) do
    local root = client.root_dir or client.config.root_dir or 'single files'
    health.ok('the server runs for ' .. root .. ' (' .. vim.tbl_count(client.attached_buffers) .. ' buffers)')
  end

  local agents = vim.tbl_filter(function(it) return vim.fn.executable(it) == 1 end, { 'claude', 'copilot', 'codex', 'gemini' })
  if #agents > 0 then
    health.ok('agents for :FlowspecRun: ' .. table.concat(agents, ', '))
  else
    health.warn('no agent for :FlowspecRun was found', {
      'install Claude Code, Copilot CLI, Codex CLI or Gemini CLI',
      "or name another: require('flowspec').setup({ settings = { agent = { command = { 'my-agent', '{prompt}' } } } })",
    })
  end
end

return M
