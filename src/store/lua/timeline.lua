-- The audit events of one grant, oldest first.
-- part: ids
-- KEYS[1] record
-- KEYS[2] events (stream)
-- Result: stream entries
local text = redis.call('GET', KEYS[1])
local entries = {}
for _, id in ipairs((ids_of(text and cjson.decode(text).e or ''))) do
  local found = redis.call('XRANGE', KEYS[2], id, id)[1]
  if found then entries[#entries + 1] = found end
end
return entries
