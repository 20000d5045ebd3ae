import { h } from './dom.js';
import { icon } from './icons.js';

/** A person's tile: initials on their colour; the bot wears a key. */
export function avatar(user, size = 36) {
  const style = { '--size': `${size}px`, '--tint': user?.color ?? '#8d8d91' };
  return h(
    'span',
    { class: user?.bot ? 'avatar bot' : 'avatar', style, 'aria-hidden': 'true' },
    user?.bot ? icon('lock', Math.round(size * 0.55)) : (user?.initials ?? '?'),
  );
}
