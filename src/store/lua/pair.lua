-- One pair with what leads let stand of it and its live grants, as they stand at one moment.
-- KEYS[1] prefix of the grants' records
-- KEYS[2] pairs (hash)
-- KEYS[3] standing (hash)
-- ARGV[1] field of the pair
-- Result: {} when it is not known, else {pair (JSON), what stands (JSON) or '', the server's time in ms, number, record, number, record …}
local text = redis.call('HGET', KEYS[2], ARGV[1])
if not text then return {} end
local now = redis.call('TIME')
local ms = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
local result = { text, redis.call('HGET', KEYS[3], ARGV[1]) or '', ms }
for n in (cjson.decode(text).l or ''):gmatch('%d+') do
  result[#result + 1] = n
  result[#result + 1] = redis.call('GET', KEYS[1] .. n)
end
return result
