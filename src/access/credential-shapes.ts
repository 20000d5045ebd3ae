/** What a secret looks like by its own shape, whatever stands around it: Meta's and Slack's first, then those of other services. */
const SHAPES = [
  /\bEAA[A-Za-z0-9]{20,}/,
  // An app token: the app's id, a bar and the secret. A link in Slack's encoding has a bar too, after its address.
  /(?<![\w/:?&=.-])\d{3,20}\|(?=[A-Za-z\d_-]*[A-Za-z])[A-Za-z\d_-]{12,}/,
  // Cookies of somebody's session at Facebook.
  /\bc_user\s?=\s?\d{4,}/,
  /\b(?:xs|datr)\s?=\s?[\w%:.-]{12,}/,
  /\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{10,}/,
  /\bxapp-\d-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+)?/,
  /\bBEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY\b/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[oprsu]_[A-Za-z0-9]{30,}/,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/,
  /\bgl(?:pat|ptt|dt|rt)-[\w-]{10,}/,
  /\bGOCSPX-[\w-]{10,}/,
  /\bAIza[\w-]{30,}/,
  /\bya29\.[\w-]{20,}/,
  /\b[prsw]k_(?:live|test)_[A-Za-z0-9]{6,}/,
  /\bwhsec_[A-Za-z0-9]{10,}/,
  /\bsk-(?=[\w-]{0,60}\d)(?=[\w-]{0,60}[A-Z])[\w-]{20,}/,
  /\bshp(?:at|ca|pa|ss)_[A-Fa-f0-9]{16,}/,
  /\bnpm_[A-Za-z0-9]{30,}/,
  /\bSG\.[\w-]{16,}\.[\w-]{16,}/,
  /\bBearer\s{1,3}(?=[\w.~+/=-]{0,200}\d)[\w.~+/=-]{10,}/i,
  /\botpauth:\/\//i,
  /:\/\/[^\s/:@]{1,200}:[^\s/@]{3,}@/,
];

/** Whether a token, a key or a session stands in the text. */
export const holdsSecretShape = (text: string): boolean => SHAPES.some((shape) => shape.test(text));
