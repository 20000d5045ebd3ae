-- Appends an event, which has kind, at, actor, and perhaps detail and origin, to the stream, and answers its id.
local function append(stream, grant, state, event)
  local entry = { 'at', event.at, 'grant', grant, 'kind', event.kind, 'actor', event.actor, 'state', state }
  for _, name in ipairs({ 'detail', 'origin' }) do
    if event[name] and event[name] ~= '' then
      entry[#entry + 1] = name
      entry[#entry + 1] = event[name]
    end
  end
  return redis.call('XADD', stream, '*', unpack(entry))
end
