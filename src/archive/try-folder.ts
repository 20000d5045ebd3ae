import { randomUUID } from 'node:crypto';
import { access, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Throws where no file can be made in the folder, or in the one in which it would be made; leaves nothing behind. */
export async function tryFolder(folder: string): Promise<void> {
  const there = await access(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' || dirname(folder) === folder) throw error;
      return false;
    },
  );
  if (!there) return tryFolder(dirname(folder));
  const path = join(folder, `.hallpass-${randomUUID()}`);
  const file = await open(path, 'wx');
  try {
    await file.writeFile('.');
    await file.datasync();
  } finally {
    await file.close();
    await rm(path);
  }
}
