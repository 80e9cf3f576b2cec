// Writes `dist/api-types.json`: what the types of the HTTP API say, which are gone from the compiled code. `/docs` is made of it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { operationsOf } from './operations.mjs';
import { Schemas } from './schemas.mjs';

/** Types that no route answers by itself. */
const ALSO = ['HttpRefusal'];

/** `root` ends in a slash. */
export async function writeApiTypes(root) {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.build.json'), ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const protocol = join(root, 'src/protocol/index.ts');
  const controllers = fileNames.filter((name) => name.endsWith('.controller.ts')).sort();
  const program = ts.createProgram([protocol, ...controllers], { ...options, incremental: false, noEmit: true });
  const checker = program.getTypeChecker();
  const schemas = new Schemas(checker, root);
  for (const type of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(protocol)))) {
    if (ALSO.includes(type.name)) schemas.of(checker.getDeclaredTypeOfSymbol(type));
  }
  const operations = operationsOf(
    controllers.map((name) => program.getSourceFile(name)),
    schemas,
  );
  await writeFile(join(root, 'dist', 'api-types.json'), JSON.stringify({ operations, components: schemas.components }));
}
