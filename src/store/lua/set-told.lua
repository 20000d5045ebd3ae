-- Remembers that the events of a grant up to one of them are told in its thread; never fewer than before.
-- part: ids
-- KEYS[1] record
-- ARGV[1] id of the event
-- Result: 'ok' or 'missing' (there is no such grant, or a failover has forgotten its event)
local text = redis.call('GET', KEYS[1])
if not text then return 'missing' end
local g = cjson.decode(text)
for count, id in ipairs((ids_of(g.e or ''))) do
  if id == ARGV[1] then
    if (g.tc or 0) < count then
      g.tc = count
      redis.call('SET', KEYS[1], cjson.encode(g))
    end
    return 'ok'
  end
end
return 'missing'
