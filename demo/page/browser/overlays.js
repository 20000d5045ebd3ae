import { blocksView } from './blocks.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { menu } from './menu.js';
import { mrkdwn, plain } from './mrkdwn-view.js';

/** The person's open modal, over the page. */
export function modal(app) {
  const view = app.state.slack.modals[app.me];
  if (!view) return null;
  const ctx = { app, target: { view: true }, key: view.id, form: view.id, names: app.names, errors: view.errors };
  const busy = app.busy.has(`submit|${view.id}`);
  const submit = (event) => {
    event.preventDefault();
    app.submit(view);
  };
  const back = view.depth > 0 ? 'Back' : 'Close';
  const failure = app.failureOf(view.id) ?? view.notice;
  return h(
    'dialog',
    {
      class: 'modal',
      key: `modal-${app.me}`,
      'aria-label': view.title,
      ref: show,
      on: {
        cancel: (event) => {
          event.preventDefault();
          app.closeModal();
        },
      },
    },
    [
      h('form', { key: view.id, novalidate: true, on: { submit } }, [
        h('div', { class: 'modal-head' }, [
          avatarMark(),
          h('h2', null, plain(view.title)),
          h(
            'button',
            { type: 'button', class: 'icon-btn', 'aria-label': back, on: { click: () => app.closeModal() } },
            icon('close'),
          ),
        ]),
        h('div', { class: 'modal-body' }, [
          failure ? h('div', { class: 'alert error', role: 'alert' }, [icon('warn'), h('div', null, failure)]) : null,
          blocksView(view.blocks, ctx),
        ]),
        h('div', { class: 'modal-foot' }, [
          h(
            'button',
            { type: 'button', class: 'btn', on: { click: () => app.closeModal() } },
            view.close ?? (view.submit ? 'Cancel' : 'Close'),
          ),
          view.submit
            ? h('button', { type: 'submit', class: 'btn primary', disabled: busy }, [
                busy ? h('span', { class: 'spinner' }) : null,
                view.submit,
              ])
            : null,
        ]),
      ]),
      app.menu ? menu(app) : null,
    ],
  );
}

const avatarMark = () => h('span', { class: 'modal-mark', 'aria-hidden': 'true' }, icon('lock', 16));

function show(dialog) {
  if (!dialog.open && dialog.isConnected) dialog.showModal();
}

/** A button's own question, asked before the bot hears of the click. */
export function confirmDialog(app) {
  const ask = app.question;
  if (!ask) return null;
  const close = () => app.answer(false);
  return h(
    'dialog',
    {
      class: 'modal confirm',
      key: 'confirm',
      'aria-label': ask.title?.text ?? 'Are you sure?',
      ref: show,
      on: {
        cancel: (event) => {
          event.preventDefault();
          close();
        },
      },
    },
    [
      h('div', { class: 'modal-head' }, [h('h2', null, plain(ask.title?.text ?? 'Are you sure?'))]),
      h(
        'div',
        { class: 'modal-body' },
        ask.text?.type === 'mrkdwn' ? mrkdwn(ask.text.text, app.names) : plain(ask.text?.text ?? ''),
      ),
      h('div', { class: 'modal-foot' }, [
        h('button', { type: 'button', class: 'btn', on: { click: close } }, ask.deny?.text ?? 'Cancel'),
        h(
          'button',
          {
            type: 'button',
            class: ask.style === 'danger' ? 'btn danger solid' : 'btn primary',
            on: { click: () => app.answer(true) },
          },
          ask.confirm?.text ?? 'Yes',
        ),
      ]),
    ],
  );
}

/** Short news about something that went wrong, gone after a while. */
export function toasts(app) {
  return h(
    'div',
    { class: 'toasts', key: 'toasts', role: 'status', 'aria-live': 'polite' },
    app.toasts.map((toast) => h('div', { class: 'toast', key: toast.id }, toast.text)),
  );
}
