import { z } from 'zod';
import { AppConfig } from './app-config.js';
import { areas } from './areas.js';
import { configuredCalls } from './calls.config.js';
import type { ConfigProblem } from './config-error.js';
import { ConfigError } from './config-error.js';
import type { Environment } from './environment.js';
import { configuredFiles } from './files.config.js';
import { acceptedIssuers } from './issuers.config.js';
import { configuredPush } from './push.config.js';
import { runtimeSchema } from './runtime.config.js';
import { keptSecret, secretFile } from './secret-file.js';
import type { Declaration, StartConditions } from './setting.js';
import { declarations } from './setting.js';

const SHOWN_CHARACTERS = 60;

type Shape = Readonly<Record<string, z.ZodType>>;

/**
 * The configuration that an environment means, deeply frozen. Throws one `ConfigError` that names every bad key. Nothing but the
 * secret file is touched, and that only outside production, when no `JWT_SECRET` is given and all else is well.
 */
export function loadConfig(env: Environment, start: Partial<Omit<StartConditions, 'production'>> = {}): AppConfig {
  const { production } = runtimeSchema.parse(textsOf(runtimeSchema.shape, env));
  const { interactive = process.stdout.isTTY, directory = process.cwd() } = start;
  const schemas = areas({ production, interactive, directory });

  const shapes = Object.entries(schemas).map(([area, { shape }]): [string, Shape] => [area, shape]);

  const problems = shapes.flatMap(([, shape]) => Object.values(shape).flatMap((schema) => problemsOf(schema, env)));
  if (problems.length > 0) throw new ConfigError(problems);

  const texts = Object.fromEntries(shapes.map(([area, shape]) => [area, textsOf(shape, env)]));
  const { auth, issuers, calls, push, files, ...rest } = z.object(schemas).parse(texts);
  const { jwtSecret, ...tokens } = auth;
  const secret = jwtSecret === undefined ? generatedSecret(rest.database.dataDir) : { jwtSecret };
  const members: Pick<AppConfig, keyof AppConfig> = {
    production,
    ...rest,
    auth: { ...tokens, ...secret },
    issuers: acceptedIssuers(issuers),
    calls: configuredCalls(calls),
    files: configuredFiles(files),
    push: configuredPush(push),
  };
  return deepFreeze(Object.assign(Object.create(AppConfig.prototype) as AppConfig, members));
}

function problemsOf(schema: z.ZodType, env: Environment): ConfigProblem[] {
  const declaration = declarationOf(schema);
  const names = usedNames(env, declaration);
  const checked = names.length > 0 ? names : [undefined];
  const bad = checked.flatMap((name) => {
    const text = name === undefined ? undefined : env[name];
    const [issue] = schema.safeParse(text).error?.issues ?? [];
    if (issue === undefined) return [];
    const shown =
      text === undefined || declaration.secret === true ? '' : `, but is ${JSON.stringify(text.slice(0, SHOWN_CHARACTERS))}`;
    const key = name ?? declaration.env;
    return [{ key, sentence: `${key} ${issue.message}${shown}` }];
  });
  return [...bad, ...missingOf(declaration, env)];
}

/** A key that says nothing without another. */
function missingOf(declaration: Declaration, env: Environment): ConfigProblem[] {
  const { needs } = declaration;
  const [name] = usedNames(env, declaration);
  if (needs === undefined || name === undefined || (env[needs] ?? '') !== '') return [];
  return [{ key: needs, sentence: `${needs} must be set where ${name} is` }];
}

function textsOf(shape: Shape, env: Environment): Record<string, string | undefined> {
  const texts = Object.entries(shape).map(([member, schema]) => {
    const names = usedNames(env, declarationOf(schema));
    return [member, names.length === 0 ? undefined : names.map((name) => env[name]).join(',')] as const;
  });
  return Object.fromEntries(texts);
}

/** The names whose values count: of those present the first, unless their values are united. An empty value is none. */
function usedNames(env: Environment, { env: name, aliases = [], united }: Declaration): string[] {
  const present = [name, ...aliases].filter((candidate) => env[candidate] !== undefined && env[candidate] !== '');
  return united === true ? present : present.slice(0, 1);
}

function declarationOf(schema: z.ZodType): Declaration {
  const declaration = declarations.get(schema);
  if (declaration === undefined) throw new Error('A member of a configuration schema is not declared as a setting');
  return declaration;
}

function generatedSecret(dataDir: string): { jwtSecret: string; jwtSecretFile: string } {
  const jwtSecretFile = secretFile(dataDir);
  try {
    return { jwtSecret: keptSecret(dataDir), jwtSecretFile };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = `JWT_SECRET is not set, and a generated one can't be kept in ${jwtSecretFile}: ${reason}`;
    throw new ConfigError([{ key: 'JWT_SECRET', sentence }]);
  }
}

function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member === 'object' && member !== null) deepFreeze(member);
  }
  return Object.freeze(value);
}
