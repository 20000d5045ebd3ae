/** A bot with one thing wrong, which the suite must see: in `file` of src/, `from` stands once and becomes `to`. */
export type Mutant = { name: string; edits: readonly { file: string; from: string; to: string }[] };

const mutant = (name: string, file: string, from: string, to: string): Mutant => ({
  name,
  edits: [{ file, from, to }],
});

const RECORD = 'local read, g = pcall(record, member)';
const RECORD_OF_LATELY = `local kept = redis.call('GET', RECORD .. 'kept:' .. member)
    redis.call('SET', RECORD .. 'kept:' .. member, redis.call('GET', RECORD .. member))
    local read, g = pcall(function() return kept and cjson.decode(kept) or record(member) end)`;

export const MUTANTS: readonly Mutant[] = [
  mutant(
    'writes are trusted, nothing is read back',
    'jobs/write.ts',
    '(await desk.meta.held(ref.asset, ref.principal, laneOf(pair.grants)).catch(unread)) ?? []',
    'aim(baseline, pair.grants, baseline, owed).target',
  ),
  {
    name: 'a list that could not be read counts as empty',
    edits: [
      { file: 'jobs/bring.ts', from: '.catch(unlessAllGoes(pair))', to: '.catch(() => [])' },
      { file: 'jobs/write.ts', from: '.catch(unread)', to: '.catch(() => [])' },
    ],
  },
  {
    // Each of them alone is made good by the other.
    name: 'no lease for a pair, and nothing is noted of what is on its way',
    edits: [
      {
        file: 'jobs/converge.ts',
        from: '`pair:${assetKey(ref.asset)}:${ref.principal}`',
        to: '`pair:${assetKey(ref.asset)}:${ref.principal}:${Math.random()}`',
      },
      { file: 'jobs/strays.ts', from: 'by !== lease.id && ', to: 'by === "" && ' },
    ],
  },
  mutant(
    'no lease for a card',
    'jobs/notify.ts',
    '`card:${payload.grant}`',
    '`card:${payload.grant}:${Math.random()}`',
  ),
  mutant(
    'the relay acknowledges before the jobs are queued',
    'jobs/relay.ts',
    `await queues.follow(deliveries);
    if (!unbroken()) return 0;
    await outbox.ack(deliveries.map(({ event }) => event.id));`,
    `await outbox.ack(deliveries.map(({ event }) => event.id));
    await queues.follow(deliveries);`,
  ),
  mutant(
    'what people did is done with before it is handled',
    'commands/handle.ts',
    `handleSafely(deps, entry)
          .then(() => deps.inbox.done([id]))`,
    `deps.inbox
          .done([id])
          .then(() => handleSafely(deps, entry))`,
  ),
  {
    name: 'messages are posted without looking for them',
    edits: [
      { file: 'jobs/notify.ts', from: 'payload.redelivered || attempt.tries > 1 || forgotten;', to: 'false;' },
      { file: 'jobs/notify.ts', from: "look || last.kind !== 'requested'", to: 'look' },
      { file: 'jobs/notify.ts', from: 'look: look || event !== last', to: 'look: false' },
    ],
  },
  mutant('nothing waits for a replica', 'store/ledger.ts', 'createReplicas(store)', 'async () => true'),
  mutant(
    'a job is over though no replica knows what it did',
    'jobs/worker.ts',
    'const known = await deps.desk.ledger.replicated();',
    'const known = true;',
  ),
  mutant('deadlines are kept by a record read earlier', 'store/lua/tick.lua', RECORD, RECORD_OF_LATELY),
  mutant(
    'what somebody held before goes with the last grant',
    'access/desired.ts',
    'const keep = common(baseline, [...held, ...owed]);',
    'const keep: Task[] = [];',
  ),
  mutant(
    'an approval does not look at the ceiling',
    'access/approve.ts',
    'termsFor(rules, info, wish',
    'termsFor(rules, { ...info, permitted: null }, wish',
  ),
  mutant(
    'a request does not look at the ceiling',
    'access/request.ts',
    'termsFor(rules, info, wish',
    'termsFor(rules, { ...info, permitted: null }, wish',
  ),
  mutant(
    'an extension is told and not kept',
    'access/extend.ts',
    `version: grant.version + 1,
    expiresAt,`,
    `version: grant.version + 1,
    expiresAt: grant.expiresAt,`,
  ),
  mutant(
    'an end takes what other grants give',
    'access/desired.ts',
    "union(...grants.filter((grant) => grant.state !== 'ending').map((grant) => grant.tasks));",
    "grants.some((grant) => grant.state === 'ending') ? [] : union(...grants.map((grant) => grant.tasks));",
  ),
  mutant(
    'Meta is thought to show at once what was written',
    'access/lag.ts',
    'writtenAt !== null && clock.now() - writtenAt < LAG',
    'writtenAt !== null && clock.now() < 0',
  ),
  mutant(
    'a proof does not wait for what a dead worker sent',
    'jobs/strays.ts',
    'Math.max(0, at + CALL_LIFE - clock.now())',
    'Math.max(0, at - clock.now()) * 0',
  ),
  mutant(
    'a write is noted whatever changed meanwhile',
    'store/lua/note-write.lua',
    "if p.g ~= tonumber(ARGV[2]) then return 'conflict' end",
    '',
  ),
];
