-- What the scripts of a user's steps share. A step that goes wrong ends Neovim with 1 and says why.

local M = {}

function M.fail(message)
  io.stderr:write('\n' .. message .. '\n')
  vim.cmd('cquit 1')
end

function M.wait(what, condition)
  if not vim.wait(20000, condition, 10) then
    M.fail('waited in vain for ' .. what .. '; diagnostics: ' .. vim.inspect(vim.diagnostic.get(0)) .. '\n' .. M.messages())
    error('unreachable')
  end
end

--- Goes on with `next` when a condition holds; between, Neovim takes keys as from a user. The last thing a script does.
function M.later(what, condition, next)
  local begin = vim.uv.now()
  local function look()
    if condition() then return next() end
    if vim.uv.now() - begin > 20000 then return M.fail('waited in vain for ' .. what .. '\n' .. M.messages()) end
    vim.defer_fn(look, 10)
  end
  look()
end

function M.expect(what, expected, got)
  if not vim.deep_equal(expected, got) then
    M.fail(what .. ': expected ' .. vim.inspect(expected) .. ', got ' .. vim.inspect(got))
    error('unreachable')
  end
end

--- A finding of the buffer by its code.
function M.find(code)
  for _, it in ipairs(vim.diagnostic.get(0)) do
    if it.code == code then return it end
  end
end

--- A line of the buffer, from 1.
function M.line(number) return vim.api.nvim_buf_get_lines(0, number - 1, number, true)[1] end

--- Puts the cursor on the first place where a text stands.
function M.go(text)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, true)) do
    local at = line:find(text, 1, true)
    if at then return vim.api.nvim_win_set_cursor(0, { number, at - 1 }) end
  end
  M.fail('`' .. text .. '` is not in the buffer')
end

--- What a menu offered last.
M.offered = {}

--- Answers the next menus: chooses the entry that holds one of the texts, the first text first.
function M.choose(...)
  local wanted = { ... }
  vim.ui.select = function(items, options, choose)
    local format = options.format_item or tostring
    M.offered = vim.tbl_map(format, items)
    for _, text in ipairs(wanted) do
      for index, item in ipairs(items) do
        if format(item):find(text, 1, true) then return choose(item, index) end
      end
    end
    M.fail('none of ' .. vim.inspect(wanted) .. ' among ' .. vim.inspect(M.offered))
  end
end

function M.messages() return vim.api.nvim_exec2('messages', { output = true }).output end

function M.done()
  io.stderr:write('\nall is well\n')
  vim.cmd('qall!')
end

return M
