/** Cuts what a client sends to Redis into whole commands (RESP arrays of bulk strings). */
export function commandReader(): (chunk: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const commands: Buffer[] = [];
    for (let end = endOf(rest); end > 0; end = endOf(rest)) {
      commands.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return commands;
  };
}

/** Where the first command ends; 0 while it is not whole. */
function endOf(bytes: Buffer): number {
  const head = bytes.indexOf('\r\n');
  if (head < 0) return 0;
  // A command on one line, as people type it.
  if (bytes[0] !== 0x2a) return head + 2;
  let at = head + 2;
  for (let left = Number(bytes.toString('latin1', 1, head)); left > 0; left -= 1) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return 0;
    at = line + 2 + Number(bytes.toString('latin1', at + 1, line)) + 2;
    if (at > bytes.length) return 0;
  }
  return at;
}
