-- Keeps what is known of one of Meta's allowances: the newer tells more, but a pause that was not over by then goes on.
-- KEYS[1] budget (hash)
-- ARGV[1] bucket
-- ARGV[2] standing (JSON: until, why, strikes, percent, at, even)
-- ARGV[3] how long the hash is kept after the last news; ms
-- Result: 'ok'
local newer = cjson.decode(ARGV[2])
local text = redis.call('HGET', KEYS[1], ARGV[1])
if text then
  local older = cjson.decode(text)
  if newer.at < older.at then older, newer = newer, older end
  if (older.even or 0) > (newer.even or 0) then newer.even = older.even end
  if older['until'] > newer.at and older['until'] > newer['until'] then
    newer['until'], newer.why = older['until'], older.why
    newer.strikes = math.max(older.strikes, newer.strikes)
  end
end
redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(newer))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'ok'
