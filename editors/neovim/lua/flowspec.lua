-- What the commands of this plugin do. Everything goes through the server's own commands; see docs/commands.md there.

local M = {}

local NAME = 'flowspec_lsp'

---@class flowspec.Config
---@field cmd string[]? How the server is started; { 'flowspec-lsp' } by default.
---@field settings table? Settings of flowspec-lsp, as in { rules = { placeholder = 'off' } }.
---@field code_lens boolean? Show and refresh code lenses; true by default.
---@field inlay_hints boolean? Show inlay hints; true by default.

local FILETYPES = { 'markdown', 'yaml', 'toml', 'json' }

--- What makes a folder a project.
M.MARKERS = {
  '.git',
  '.claude',
  'memory/constitution.md',
  'flowspec_workflow.yml',
  'flowspec_workflow.yaml',
  '.flowspec',
  'backlog/config.yml',
  'backlog/config.yaml',
  '.backlog/config.yml',
  '.backlog/config.yaml',
  '.specify',
  'openspec/specs',
  'openspec/changes',
  'openspec/config.yaml',
  'openspec/config.yml',
  'openspec/project.md',
  '.kiro/specs',
  '.kiro/steering',
}

--- Whether a server that runs takes a file on, too: one of its folders, or one of no project. An expansion is a file of the latter
--- kind, and only the server that wrote it knows what it shows.
function M.reuses(client, config)
  if client.name ~= config.name then return false end
  local known = vim.tbl_map(function(folder) return folder.name end, client.workspace_folders or {})
  return config.root_dir == nil or vim.tbl_contains(known, config.root_dir)
end

--- Starts the server for the files that it knows. Optional on Neovim 0.11, where vim.lsp.enable('flowspec_lsp') does the same with the
--- defaults; the way to start it on 0.10.
---@param config flowspec.Config?
function M.setup(config)
  config = config or {}
  local server = {
    cmd = config.cmd or { 'flowspec-lsp' },
    init_options = config.settings,
    settings = config.settings and { flowspec = config.settings } or nil,
    handlers = { ['workspace/applyEdit'] = M.apply_edit },
  }
  vim.g.flowspec_code_lens = config.code_lens ~= false
  vim.g.flowspec_inlay_hints = config.inlay_hints ~= false
  if vim.lsp.config and vim.lsp.enable then
    vim.lsp.config(NAME, server)
    vim.lsp.enable(NAME)
    return
  end
  local function start(buffer)
    local file = vim.api.nvim_buf_get_name(buffer)
    if file == '' or vim.bo[buffer].buftype ~= '' then return end
    local root = vim.fs.root(buffer, M.MARKERS)
    vim.lsp.start(vim.tbl_extend('force', server, { name = NAME, root_dir = root }), { bufnr = buffer, reuse_client = M.reuses })
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('flowspec.start', { clear = true }),
    pattern = FILETYPES,
    callback = function(event) start(event.buf) end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(FILETYPES, vim.bo[buffer].filetype) then start(buffer) end
  end
end

--- The server that serves a buffer, or the only one there is.
---@param buffer integer?
function M.client(buffer)
  return vim.lsp.get_clients({ name = NAME, bufnr = buffer or 0 })[1] or vim.lsp.get_clients({ name = NAME })[1]
end

--- The same, or says that there is none.
function M.client_or_say()
  local client = M.client()
  if not client then vim.notify('flowspec: no server runs for this buffer; :checkhealth flowspec says why', vim.log.levels.ERROR) end
  return client
end

--- The buffers that are loaded, as a set.
local function loaded()
  local found = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do found[buffer] = vim.api.nvim_buf_is_loaded(buffer) or nil end
  return found
end

--- Carries out an edit of the server, and saves the files that nobody had opened. In a buffer of the user's, saving is the user's.
function M.apply_edit(failure, result, context)
  local before = loaded()
  local answer = vim.lsp.handlers['workspace/applyEdit'](failure, result, context)
  for buffer in pairs(loaded()) do
    if not before[buffer] and vim.bo[buffer].modified then
      local saved, why = pcall(vim.api.nvim_buf_call, buffer, function() vim.cmd('silent write') end)
      if not saved then vim.notify('flowspec: ' .. vim.api.nvim_buf_get_name(buffer) .. ' was changed and not saved: ' .. why, vim.log.levels.WARN) end
    end
  end
  return answer
end

--- Sends a command to the server.
---@param command string
---@param arguments table One object, by the names of docs/commands.md.
function M.execute(command, arguments)
  local client = M.client_or_say()
  if not client then return end
  local object = next(arguments) and { arguments } or {}
  -- What went wrong the server has said already.
  local function answer() end
  local params = { command = command, arguments = object }
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answer)
  else
    client.request('workspace/executeCommand', params, answer)
  end
end

--- The document of the current buffer, as the server's commands name it.
function M.uri() return vim.uri_from_bufnr(0) end

--- What is typed after a command of the editor: `/flow:plan task-12 the rest`.
---@param words string[]
---@return { command: string?, task: string?, arguments: string? }
function M.request(words)
  words = vim.deepcopy(words)
  local request = {}
  if words[1] and not words[1]:match('^[Tt][Aa][Ss][Kk]%-') then request.command = table.remove(words, 1) end
  if words[1] and words[1]:match('^%w+%-%d') then request.task = table.remove(words, 1) end
  if words[1] then request.arguments = table.concat(words, ' ') end
  return request
end

return M
