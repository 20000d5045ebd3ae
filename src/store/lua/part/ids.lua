-- The ids of a grant's events in its record, oldest first: the first as it is, each later one as the milliseconds since the one before,
-- `+250`, with its own end where that is not 0, `+250-3`.
local function ids_of(text)
  local ids, ms = {}, 0
  for more, at, last in text:gmatch('(%+?)(%d+)%-?(%d*)') do
    ms = (more == '+' and ms or 0) + tonumber(at)
    ids[#ids + 1] = string.format('%.0f-%s', ms, last == '' and '0' or last)
  end
  return ids, ms
end

local function with_id(text, id)
  if not text then return id end
  local _, ms = ids_of(text)
  local at, last = id:match('(%d+)%-(%d+)')
  return string.format('%s +%.0f%s', text, tonumber(at) - ms, last == '0' and '' or '-' .. last)
end
