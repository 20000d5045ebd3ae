const LONGEST = 140;
const SECRET = /EAA[A-Za-z0-9]{3,}|(access_token|appsecret_proof|input_token)=[^&\s]*|[0-9a-f]{64}/g;

/** A short piece of Meta's own words that can be shown: no secrets, no invisible characters, nothing that Slack reads as markup. */
export function excerpt(text: string, secrets: readonly string[]): string {
  let safe = text;
  for (const secret of secrets) safe = safe.replaceAll(secret, '…');
  safe = safe
    .replace(SECRET, '…')
    .replace(/[\p{C}\s]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replaceAll('&', '＆')
    .replace(/[*_~`]/g, '')
    .trim();
  return safe.length > LONGEST ? `${[...safe].slice(0, LONGEST).join('')}…` : safe;
}
