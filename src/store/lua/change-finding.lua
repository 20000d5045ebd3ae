-- Changes a finding, what stands, or both, if they are as they were read, and appends the event that says so.
-- part: append
-- KEYS[1] findings (hash)
-- KEYS[2] standing (hash)
-- KEYS[3] events (stream)
-- KEYS[4] ids of the events about the asset (sorted set)
-- KEYS[5] pairs (hash)
-- ARGV[1] field
-- ARGV[2] finding as it was read, or ''
-- ARGV[3] finding as it shall be, or ''
-- ARGV[4] what stands as it was read, or ''
-- ARGV[5] what stands as it shall be, or ''
-- ARGV[6] event kind, or '' for no event
-- ARGV[7] event time
-- ARGV[8] event actor
-- ARGV[9] state that the event names
-- ARGV[10] event detail (JSON)
-- ARGV[11] event origin or ''
-- Result: 'ok' or 'conflict' (something else is stored)
local function isSo(key, text)
  return (redis.call('HGET', key, ARGV[1]) or '') == text
end

local function set(key, text)
  if text == '' then redis.call('HDEL', key, ARGV[1]) else redis.call('HSET', key, ARGV[1], text) end
end

if not (isSo(KEYS[1], ARGV[2]) and isSo(KEYS[2], ARGV[4])) then return 'conflict' end
set(KEYS[1], ARGV[3])
set(KEYS[2], ARGV[5])
-- What stands is part of what should be held, so that a write that was planned without it must not go out; a new word counts for what is there now.
local text = ARGV[4] ~= ARGV[5] and redis.call('HGET', KEYS[5], ARGV[1])
if text then
  local p = cjson.decode(text)
  p.g, p.sl = p.g + 1, nil
  redis.call('HSET', KEYS[5], ARGV[1], cjson.encode(p))
end
if ARGV[6] ~= '' then
  local event = { kind = ARGV[6], at = ARGV[7], actor = ARGV[8], detail = ARGV[10], origin = ARGV[11] }
  local id = append(KEYS[3], '', ARGV[9], event)
  redis.call('ZADD', KEYS[4], id:match('%d+'), id)
end
return 'ok'
