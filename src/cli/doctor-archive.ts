import type { BusinessArchive } from '../archive/business-archive.ts';
import { bad, type Finding, good, words } from './finding.ts';

/** What the doctor finds about an archive: whether it can be written, goes with Redis, and reaches its other places. */
export async function archiveFindings(archive: BusinessArchive, about: string): Promise<Finding[]> {
  return [
    await folderFinding(archive, about),
    ...(await gapFindings(archive, about)),
    ...(await sinkFindings(archive, about)),
  ];
}

async function folderFinding({ folder, writable }: BusinessArchive, about: string): Promise<Finding> {
  try {
    await writable();
    return good(about, `the archive's folder ${folder} can be written to`);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? words(error);
    return bad(
      about,
      `the archive's folder ${folder} can't be written to (${code}); let the bot's user write there (in the container, 65532)`,
    );
  }
}

async function gapFindings({ gap }: BusinessArchive, about: string): Promise<Finding[]> {
  // Without Redis, or without the folder, nobody knows, and that is said of them.
  const found = await gap().catch(() => null);
  return found ? [bad(about, `${found.words} ${found.remedy}`)] : [];
}

const sinkFindings = ({ sinks }: BusinessArchive, about: string): Promise<Finding[]> =>
  Promise.all(
    sinks.map(async ({ sink }) => {
      try {
        return good(about, `the archive's ${sink.name} ${await sink.probe()}`);
      } catch (error) {
        const place = `archive.${sink.name} in hallpass.yml`;
        return bad(
          about,
          `the archive's ${sink.name} would take nothing: ${words(error)}; check ${place}, and the way there`,
        );
      }
    }),
  );
