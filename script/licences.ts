type Package = { version: string; license?: string; dev?: boolean };
type Row = { name: string; version: string; licence: string };

/** The packages of a package-lock.json with their licences, as docs/licences.md shows them: what runs, then what develops. */
export function licences(lock: string): string {
  const packages = Object.entries((JSON.parse(lock) as { packages: Record<string, Package> }).packages);
  const listed = (dev: boolean): Row[] => {
    const rows = packages
      .filter(([path, one]) => path !== '' && (one.dev ?? false) === dev)
      .map(([path, { version, license = 'unknown' }]) => ({ name: nameOf(path), version, licence: license }));
    const byName = new Map(rows.map((row) => [`${row.name} ${row.version}`, row]));
    return [...byName.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version));
  };
  return `# Licences

The packages that npm installs with Hallpass, each with the licence that it names itself. Made from package-lock.json by
\`npm run licences\`; a test holds it against it.

## In the bot

${table(listed(false))}

## For development and tests only

${table(listed(true))}
`;
}

const nameOf = (path: string): string => path.split('node_modules/').at(-1) ?? path;
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const table = (rows: readonly Row[]): string =>
  [
    '| package | version | licence |',
    '|---|---|---|',
    ...rows.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
  ].join('\n');
