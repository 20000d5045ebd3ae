import { type Directory, SlackError } from '../access/ports/slack.ts';
import type { Config } from '../config.ts';
import { calling, createSlackClient, type SlackClient } from '../slack/client.ts';
import { scopes as needed } from '../slack/scopes.ts';
import { bad, clockFinding, type Finding, good, words } from './finding.ts';

/** Slack did not refuse: nothing came back. */
const isAway = (error: unknown): boolean => error instanceof SlackError && error.ambiguous;

const away = (about: string, error: unknown): Finding =>
  bad(
    about,
    `does not answer (${words(error)}); check that this machine reaches it, SLACK_API_URL, and Slack's status`,
  );

/** What the doctor finds about the Slack app: its token, its scopes, the clock, and Socket Mode where that is used. */
export async function slackFindings(client: SlackClient, slack: Config['slack']): Promise<Finding[]> {
  try {
    const answer = await calling(() => client.auth.test());
    const granted = answer.response_metadata?.scopes ?? [];
    const missing = needed.filter((scope) => !granted.includes(scope));
    const clock = clockFinding('Slack', client.skew());
    return [
      good('slack', `signed in as ${answer.user} in ${answer.team}`),
      ...(clock ? [clock] : []),
      missing.length === 0
        ? good('scopes', 'all granted')
        : bad('scopes', `missing: ${missing.join(', ')}; update the app from manifest.yml and install it again`),
      ...(slack.appToken ? [await socketFinding({ token: slack.appToken, apiUrl: slack.apiUrl })] : []),
    ];
  } catch (error) {
    if (isAway(error)) return [away('slack', error)];
    return [bad('slack', `does not take the token (${words(error)}); check SLACK_BOT_TOKEN`)];
  }
}

async function socketFinding(options: Parameters<typeof createSlackClient>[0]): Promise<Finding> {
  try {
    await calling(() => createSlackClient(options).apps.connections.open({}));
    return good('socket mode', 'may be opened');
  } catch (error) {
    if (isAway(error)) return away('socket mode', error);
    return bad(
      'socket mode',
      `can't be opened (${words(error)}); check SLACK_APP_TOKEN, its scope connections:write, and that the app has Socket Mode on`,
    );
  }
}

/** Whether the bot sees this channel and is in it. */
export async function channelFinding(client: SlackClient, about: string, channel: string): Promise<Finding> {
  try {
    const { channel: found } = await calling(() => client.conversations.info({ channel }));
    const name = `#${found?.name ?? channel}`;
    if (found?.is_archived) return bad(about, `${name} is archived; take ${channel} out of hallpass.yml`);
    if (found?.is_member) return good(about, `is in ${name}`);
    return bad(about, `is not in ${name}; type /invite @Hallpass there`);
  } catch (error) {
    const unknown = error instanceof SlackError && error.code === 'channel_not_found';
    if (unknown) return bad(about, `can't see channel ${channel}; invite the bot there, or correct hallpass.yml`);
    return bad(about, `can't look at channel ${channel} (${words(error)}); mend Slack or its scopes first`);
  }
}

/** Whether these may decide: a person who is there, or a user group that can be read. */
export async function approverFinding(directory: Directory, about: string, approver: string): Promise<Finding> {
  if (!approver.startsWith('S')) return personFinding(directory, about, `approver ${approver}`, approver);
  try {
    const { length } = await directory.group(approver);
    return length > 0
      ? good(about, `user group ${approver} has ${length} ${length === 1 ? 'member' : 'members'}`)
      : bad(about, `user group ${approver} can't be read or is empty; list user ids instead`);
  } catch (error) {
    return bad(about, `user group ${approver} can't be looked up (${words(error)}); mend Slack or its scopes first`);
  }
}

/** Nothing where all is well: nobody waits for an auditor. */
export async function auditorFinding(directory: Directory, about: string, auditor: string): Promise<Finding[]> {
  const finding = await personFinding(directory, about, `auditor ${auditor}`, auditor);
  return finding.ok ? [] : [finding];
}

async function personFinding(directory: Directory, about: string, name: string, user: string): Promise<Finding> {
  try {
    const person = await directory.person(user);
    if (!person) return bad(about, `${name} is not known in this workspace; correct the id in hallpass.yml`);
    if (person.deleted) return bad(about, `${name} has left Slack; take the id out of hallpass.yml`);
    if (person.outsider) {
      const who = person.outsider === 'guest' ? 'a guest' : 'from another workspace';
      return bad(about, `${name} is ${who} and can't use Hallpass; name somebody of your own in hallpass.yml`);
    }
    return good(about, `${name} is there`);
  } catch (error) {
    return bad(about, `${name} can't be looked up (${words(error)}); mend Slack or its scopes first`);
  }
}
