-- Forgets consumers of a group that have nothing in hand and have not been heard of for long: each start of a process is a new one.
-- KEYS[1] stream
-- ARGV[1] group
-- ARGV[2] milliseconds of silence
-- Result: how many were forgotten
local forgotten = 0
for _, facts in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
  local consumer = {}
  for i = 1, #facts, 2 do consumer[facts[i]] = facts[i + 1] end
  if consumer.pending == 0 and consumer.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    forgotten = forgotten + 1
  end
end
return forgotten
