-- The commands of the plugin, and what is shown while a buffer is served. Nothing is loaded before it is used.

if vim.g.loaded_flowspec then return end
vim.g.loaded_flowspec = true

local function command(name, description, nargs, run)
  vim.api.nvim_create_user_command(name, run, { desc = 'flowspec: ' .. description, nargs = nargs })
end

local function flowspec() return require('flowspec') end

command('FlowspecRun', 'run a workflow command', '*', function(typed)
  if #typed.fargs > 0 then return flowspec().execute('flowspec.run', flowspec().request(typed.fargs)) end
  if not flowspec().client_or_say() then return end
  vim.lsp.buf.code_action({
    filter = function(action)
      local name = type(action.command) == 'table' and action.command.command or action.command
      return name == 'flowspec.run'
    end,
  })
end)

command('FlowspecPreflight', 'say whether a workflow command may run', '+', function(typed)
  flowspec().execute('flowspec.preflight', flowspec().request(typed.fargs))
end)

command('FlowspecExpand', 'show this command with its includes resolved', 0, function()
  flowspec().execute('flowspec.openExpansion', { uri = flowspec().uri() })
end)

command('FlowspecGraph', 'show the state machine', 0, function()
  flowspec().execute('flowspec.showStateMachine', { uri = flowspec().uri() })
end)

command('FlowspecOutput', 'show the output of the newest run', 0, function()
  flowspec().execute('flowspec.showOutput', {})
end)

command('FlowspecCancel', 'stop a run', '?', function(typed)
  flowspec().execute('flowspec.cancel', { task = typed.fargs[1] })
end)

-- What a run says last, as long as it runs.
local titles = {}
vim.api.nvim_create_autocmd('LspProgress', {
  group = vim.api.nvim_create_augroup('flowspec.progress', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    local value = event.data.params and event.data.params.value
    if not client or client.name ~= 'flowspec_lsp' or type(value) ~= 'table' then return end
    local token = event.data.params.token
    local title = value.title or titles[token]
    -- The title of a run is its command; reading the workspace is not worth a line.
    if not title or title:sub(1, 1) ~= '/' then return end
    titles[token] = value.kind ~= 'end' and title or nil
    local text = titles[token] and title .. ' ' .. (value.message or '') or ''
    vim.api.nvim_echo({ { vim.fn.strcharpart(text, 0, vim.o.columns - 20) } }, false, {})
  end,
})

--- Shows lenses. Neovim 0.12 asks for them again by itself, older ones when they are told to.
local function lenses(buffer)
  if vim.lsp.codelens.enable then return vim.lsp.codelens.enable(true, { bufnr = buffer }) end
  vim.api.nvim_create_autocmd({ 'BufEnter', 'BufWritePost', 'CursorHold', 'InsertLeave', 'TextChanged' }, {
    group = vim.api.nvim_create_augroup('flowspec.lens.' .. buffer, { clear = true }),
    buffer = buffer,
    callback = function() vim.lsp.codelens.refresh({ bufnr = buffer }) end,
  })
  vim.lsp.codelens.refresh({ bufnr = buffer })
end

vim.api.nvim_create_autocmd('LspAttach', {
  group = vim.api.nvim_create_augroup('flowspec.attach', { clear = true }),
  callback = function(event)
    local client = vim.lsp.get_client_by_id(event.data.client_id)
    if not client or client.name ~= 'flowspec_lsp' then return end
    if vim.g.flowspec_inlay_hints ~= false and client.server_capabilities.inlayHintProvider then
      vim.lsp.inlay_hint.enable(true, { bufnr = event.buf })
    end
    if vim.g.flowspec_code_lens ~= false and client.server_capabilities.codeLensProvider then lenses(event.buf) end
  end,
})
