import fc from 'fast-check';

/** Any code point, halves of surrogate pairs too. fast-check's own `binary` knows the same, and takes seconds to be made. */
const unit = fc
  .oneof(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0x10ffff }))
  .map((code) => String.fromCodePoint(code));

/** Any text at all, also what no keyboard types. */
export const anyText = (constraints: { maxLength?: number } = {}) => fc.string({ unit, ...constraints });
