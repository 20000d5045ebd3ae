import { describe, expect, it } from 'vitest';
import { openWorkspace, refusal } from './slack-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const button = (more = {}) => ({ type: 'button', text: plain('Go'), action_id: 'go', ...more });
const actions = (...elements: unknown[]) => ({ type: 'actions', elements });
const option = (value: string, text = value) => ({ text: plain(text), value });
const options = (count: number) => Array.from({ length: count }, (_, at) => option(`v${at}`));
const select = (more = {}) => ({ type: 'static_select', action_id: 's', options: options(2), ...more });
const input = (element: unknown, more = {}) => ({ type: 'input', label: plain('Why'), element, ...more });
const many = (count: number, item: unknown) => Array.from({ length: count }, () => item);
const x = (count: number) => 'x'.repeat(count);
const categories = ['Mon', 'Tue'];
const series = (name: string, labels = categories) => ({ name, data: labels.map((label) => ({ label, value: 1 })) });
const chart = (...all: unknown[]) => ({
  type: 'data_visualization',
  title: 'Grants',
  chart: { type: 'bar', series: all, axis_config: { categories } },
});

const good: Record<string, unknown[]> = {
  'one of each plain block': [
    { type: 'header', text: plain(x(150)) },
    section(x(3000)),
    { type: 'divider' },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'by' }, plain('us')] },
    { type: 'image', image_url: 'https://northwind.example/a.png', alt_text: 'a' },
    { type: 'section', fields: many(10, plain('field')), accessory: button({ url: 'https://northwind.example' }) },
    { type: 'markdown', text: '# Title' },
    { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'rich' }] }] },
  ],
  'buttons with everything': [
    actions(button({ value: x(2000), style: 'danger', confirm: { title: plain('Sure?'), text: plain('Really?') } })),
  ],
  'a select with 100 options': [actions(select({ options: options(100) }))],
  'an input in a message': [input({ type: 'plain_text_input', action_id: 'why', multiline: true })],
  'a table': [{ type: 'table', rows: many(100, [{ type: 'raw_text', text: 'cell' }]) }],
  'a chart': [chart(series('EU'), series('US'))],
  'feedback buttons': [
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'f',
          positive_button: { text: plain('Good'), value: 'up' },
          negative_button: { text: plain('Bad'), value: 'down' },
        },
      ],
    },
  ],
};

const bad: Record<string, [blocks: unknown[], complaint: string]> = {
  'more than 50 blocks': [many(51, { type: 'divider' }), 'no more than 50 items allowed [json-pointer:/blocks]'],
  'text over 3000': [[section(x(3001))], 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
  'empty text': [[section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  'a header over 150': [
    [{ type: 'header', text: plain(x(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  'a header in mrkdwn': [
    [{ type: 'header', text: { type: 'mrkdwn', text: 'a' } }],
    'must be a valid value (Invalid input: expected "plain_text") [json-pointer:/blocks/0/text/type]',
  ],
  'an unknown block': [[{ type: 'sparkles' }], 'unsupported type: sparkles [json-pointer:/blocks/0/type]'],
  'an unknown element': [
    [actions({ type: 'lever' })],
    'unsupported type: lever [json-pointer:/blocks/0/elements/0/type]',
  ],
  'an unknown property': [
    [actions(button({ block_id: 'b' }))],
    'invalid additional property: block_id [json-pointer:/blocks/0/elements/0]',
  ],
  'a section of nothing': [[{ type: 'section' }], 'must have text or fields [json-pointer:/blocks/0]'],
  'no label': [
    [{ type: 'input', element: { type: 'plain_text_input' } }],
    'missing required field: label [json-pointer:/blocks/0]',
  ],
  'more than 10 fields': [
    [{ type: 'section', fields: many(11, plain('a')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  'more than 25 actions': [
    [actions(...many(26, button()))],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  'more than 10 context elements': [
    [{ type: 'context', elements: many(11, plain('a')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  'a button text over 75': [
    [actions(button({ text: plain(x(76)) }))],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  'a button value over 2000': [
    [actions(button({ value: x(2001) }))],
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  'an action id over 255': [
    [actions(button({ action_id: x(256) }))],
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  'the same action id twice in a block': [
    [{ ...actions(button(), button()), block_id: 'b' }],
    '`action_id` "go" already exists for `block_id` "b" [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  'the same block id twice': [
    [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ],
    '`block_id` "b" already exists [json-pointer:/blocks/1/block_id]',
  ],
  'more than 100 options': [
    [actions(select({ options: options(101) }))],
    'no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  'options and groups at once': [
    [actions(select({ option_groups: [{ label: plain('a'), options: options(1) }] }))],
    'must have either options or option_groups [json-pointer:/blocks/0/elements/0]',
  ],
  'an initial option that is not offered': [
    [actions(select({ initial_option: option('other') }))],
    'initial_option must be one of the options [json-pointer:/blocks/0/elements/0]',
  ],
  'an option value over 150': [
    [actions(select({ options: [option(x(151), 'a')] }))],
    'must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/0/value]',
  ],
  'an alert outside a modal': [
    [{ type: 'alert', text: plain('careful') }],
    'unsupported type: alert [json-pointer:/blocks/0/type]',
  ],
  'two tables': [
    many(2, { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }),
    'no more than 1 table block(s) allowed [json-pointer:/blocks]',
  ],
  'a table of more than 20 columns': [
    [{ type: 'table', rows: [many(21, { type: 'raw_text', text: 'a' })] }],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  'a chart whose labels are not its categories': [
    [chart(series('EU', ['Mon', 'Wed']))],
    'data labels must match axis_config.categories [json-pointer:/blocks/0/chart]',
  ],
  'a URL that is none': [
    [actions(button({ url: 'northwind' }))],
    'must be a valid value (Invalid URL) [json-pointer:/blocks/0/elements/0/url]',
  ],
};

describe('blocks of a message', () => {
  it.each(Object.entries(good))('may be %s', async (_, blocks) => {
    const { client, workspace } = await openWorkspace();

    await client.apiCall('chat.postMessage', { channel: 'C0SUPPORT', text: 'fallback', blocks });

    const [message] = workspace.messages('C0SUPPORT');
    expect(message?.blocks).toMatchObject(blocks);
    expect(message?.blocks.every(({ block_id: id }) => id.length > 0)).toBe(true);
  });

  it.each(Object.entries(bad))('may not be %s', async (_, [blocks, complaint]) => {
    const { client, workspace } = await openWorkspace();

    const refused = await refusal(client.apiCall('chat.postMessage', { channel: 'C0SUPPORT', text: 'x', blocks }));

    expect(refused.error).toBe('invalid_blocks');
    expect(refused.messages).toContain(`[ERROR] ${complaint}`);
    expect(workspace.messages('C0SUPPORT')).toEqual([]);
  });

  it('may not hold more than about 13,000 characters in all', async () => {
    const { client } = await openWorkspace();

    const blocks = many(5, section(x(2700)));

    const refused = await refusal(client.apiCall('chat.postMessage', { channel: 'C0SUPPORT', text: 'x', blocks }));
    expect(refused.error).toBe('msg_blocks_too_long');
  });
});
