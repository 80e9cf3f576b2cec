// Plain JavaScript, because Jest runs it outside its own modules; the TypeScript beside it comes in through a loader.
import '../../../scripts/typescript.mjs';

export default async function setUp() {
  const { prepareRun } = await import('../prepare-run.ts');
  await prepareRun('postgres');
}
