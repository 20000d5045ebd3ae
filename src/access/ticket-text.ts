/** Ticket numbers as help desks write them: `456`, `ABC-12`, `2026/118`. */
const TICKET = /^[A-Z0-9](?:[A-Z0-9._/-]{0,48}[A-Z0-9])?$/;

/** Reads `456`, `#456` or `abc-12` into its one form, so that a ticket is found again however it was typed; null when it has no digit. */
export function readTicket(text: string): string | null {
  const ticket = text.trim().replace(/^#/, '').toUpperCase();
  return TICKET.test(ticket) && /\d/.test(ticket) ? ticket : null;
}
