-- Remembers how many events of a grant are told in its thread; never fewer than before.
-- KEYS[1] record
-- ARGV[1] count
-- Result: 'ok' or 'missing'
local text = redis.call('GET', KEYS[1])
if not text then return 'missing' end
local g = cjson.decode(text)
local count = tonumber(ARGV[1])
if (g.tc or 0) < count then
  g.tc = count
  redis.call('SET', KEYS[1], cjson.encode(g))
end
return 'ok'
