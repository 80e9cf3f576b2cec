export default async function tearDown() {
  const { endRun } = await import('../prepare-run.ts');
  await endRun();
}
