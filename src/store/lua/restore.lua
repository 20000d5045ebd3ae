-- Stores a grant as it is known from the archive, with its indexes, deadline and pair, and appends the event that says so.
-- part: record
-- KEYS[8] person's grants (list)
-- KEYS[9] asset's grants (list)
-- KEYS[10] tickets (hash)
-- ARGV[1] number
-- ARGV[2] id
-- ARGV[3] record
-- ARGV[4] ids of its events, between blanks
-- ARGV[5] event kind
-- ARGV[6] event time
-- ARGV[7] event actor
-- ARGV[8] '1' when it is known what the person held before, else ''
-- ARGV[9] what they held before, tasks between commas
-- ARGV[10] what of it was taken away to be given back, tasks between commas
-- Result: 'ok' or 'there' (it is stored already)
local n = ARGV[1]
if redis.call('EXISTS', RECORD .. n) == 1 then return 'there' end
local new = cjson.decode(ARGV[3])
if LIVE[new.s] then
  local field = new.a .. ':' .. new.p
  local text = redis.call('HGET', PAIRS, field)
  local p = text and cjson.decode(text) or { g = 0 }
  p.g = p.g + 1
  -- What was written right before the loss may not be seen yet.
  p.w = tonumber(ARGV[6])
  if ARGV[8] == '1' then
    p.b = p.b or ARGV[9]
    if ARGV[10] ~= '' then p.k = ARGV[10] end
  end
  redis.call('HSET', PAIRS, field, cjson.encode(p))
end
put(n, ARGV[2], { s = 'archived', e = ARGV[4] }, new, { kind = ARGV[5], at = tonumber(ARGV[6]), actor = ARGV[7] })
redis.call('RPUSH', KEYS[8], n)
redis.call('RPUSH', KEYS[9], n)
redis.call('HSET', KEYS[10], new.t, with(redis.call('HGET', KEYS[10], new.t), n))
return 'ok'
