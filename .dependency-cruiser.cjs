// Who may import whom. A rule that is broken is an error; `npm run check:imports` lists each import that breaks one.

const FEATURES = ['auth', 'rooms', 'presence', 'chat', 'files', 'calls', 'mentor-status', 'notifications', 'server-api', 'ops'];

/** The features whose `index.ts` a feature may import. What happens upwards goes through domain events. */
const MAY_IMPORT = {
  auth: [],
  presence: ['auth'],
  rooms: ['auth', 'presence'],
  files: ['auth', 'rooms'],
  chat: ['auth', 'rooms', 'files'],
  calls: ['auth', 'presence', 'rooms'],
  'mentor-status': ['auth', 'presence', 'rooms'],
  notifications: ['auth', 'presence'],
  'server-api': FEATURES.filter((feature) => !['server-api', 'ops'].includes(feature)),
  ops: [],
};

/** The folders below the features, and what each may import of ours beside itself. */
const LAYERS = {
  protocol: [],
  common: ['protocol'],
  config: ['common', 'protocol'],
  database: ['config', 'common', 'protocol'],
  realtime: ['config', 'common', 'protocol'],
};

/** Specs stand beside what they test and may set it up with what it does not know. */
const SPEC = '\\.spec\\.ts$';
const oneOf = (names) => `(${names.join('|')})`;
/** A package, also where it stands inside another's node_modules. */
const packages = (names) => `(^|/)node_modules/${oneOf(names)}/`;

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const layers = Object.entries(LAYERS).map(([layer, below]) =>
  forbid(
    `${layer}-stays-below`,
    `${layer} imports of ours ${below.length === 0 ? 'nothing' : `only ${below.join(', ')}`}.`,
    { path: `^src/${layer}/`, pathNot: SPEC },
    { path: '^(src|test|bench|sdk|web)/', pathNot: `^src/${oneOf([layer, ...below])}/` },
  ),
);

const features = Object.entries(MAY_IMPORT).map(([feature, others]) =>
  forbid(
    `${feature}-imports-features`,
    `${feature} imports ${others.length === 0 ? 'no other feature' : `of the features only ${others.join(', ')}`}.`,
    { path: `^src/${feature}/`, pathNot: SPEC },
    { path: `^src/${oneOf(FEATURES)}/`, pathNot: `^src/${oneOf([feature, ...others])}/` },
  ),
);

module.exports = {
  forbidden: [
    ...layers,
    ...features,
    forbid(
      'sdk-imports-the-protocol',
      'The client imports of ours the protocol alone, and what runs in browsers.',
      { path: '^sdk/src/', pathNot: SPEC },
      {
        pathNot: [
          '^sdk/src/',
          '^src/protocol/',
          packages(['socket\\.io-client', 'socket\\.io-parser', 'engine\\.io-client', 'react', '@types/react']),
        ],
      },
    ),
    forbid(
      'only-hooks-know-react',
      'The client serves any framework, or none.',
      { path: '^sdk/src/', pathNot: ['^sdk/src/react/', SPEC] },
      { path: packages(['react', '@types/react']) },
    ),
    forbid(
      'web-imports-the-client',
      'The web app knows the gateway by the client alone.',
      { path: '^web/src/' },
      { path: '^(src|test|bench|sdk)/', pathNot: '^sdk/src/(react/)?index\\.ts$' },
    ),
    forbid(
      'feature-is-its-index',
      'Only the index.ts of a feature is public to other features.',
      { path: `^src/${oneOf(FEATURES)}/`, pathNot: SPEC },
      { path: `^src/${oneOf(FEATURES)}/`, pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$'] },
    ),
    forbid(
      'realtime-is-its-index',
      'The features, and what puts them together, see realtime only through its index.ts.',
      { path: '^src/', pathNot: '^src/realtime/' },
      { path: '^src/realtime/', pathNot: '^src/realtime/index\\.ts$' },
    ),
    forbid(
      'dialects-are-pure',
      'A dialect imports protocol and common alone: no Nest, no I/O, nothing else of realtime.',
      { path: '^src/realtime/dialects/', pathNot: SPEC },
      { pathNot: '^src/(protocol|common|realtime/dialects)/' },
    ),
    forbid(
      'protocol-imports-nothing',
      'Clients in browsers share the wire types: not even a package.',
      { path: '^src/protocol/', pathNot: SPEC },
      { pathNot: '^src/protocol/' },
    ),
    forbid(
      'parts-do-not-know-the-whole',
      'Only the entry points and the app module know the app module.',
      { path: '^src/[^/]+/' },
      { path: '^src/(main|gateway|app\\.module)\\.ts$' },
    ),
    forbid(
      'sockets-in-realtime-only',
      'Only realtime knows which libraries carry the sockets.',
      { path: '^src/', pathNot: '^src/realtime/' },
      {
        path: packages([
          'socket\\.io[^/]*',
          '@socket\\.io/[^/]+',
          'engine\\.io[^/]*',
          'ws',
          '@types/ws',
          '@nestjs/platform-socket\\.io',
        ]),
      },
    ),
    forbid(
      'typeorm-in-repositories-only',
      'Only repositories, entities and database speak to TypeORM.',
      { path: '^src/', pathNot: ['^src/database/', '\\.(repository|entity)\\.ts$'] },
      { path: packages(['typeorm']) },
    ),
    forbid(
      'nest-typeorm-in-modules-and-repositories-only',
      'A module may say which entities it has; a repository may have them injected.',
      { path: '^src/', pathNot: ['^src/database/', '\\.(repository|entity|module)\\.ts$'] },
      { path: packages(['@nestjs/typeorm']) },
    ),
    forbid(
      'gateways-ask-services',
      'A gateway or controller calls services, never a repository.',
      { path: '\\.(gateway|controller)\\.ts$' },
      { path: '\\.(repository|entity)\\.ts$' },
    ),
    forbid(
      'black-box-tests-import-nothing-of-src',
      'They know the gateway by its wire alone, as its clients do.',
      { path: '^test/(contract|cluster|faults)/' },
      // Not through a helper either.
      { path: '^src/', reachable: true },
    ),
    forbid(
      'sdk-imports-the-wire-only',
      'The SDK needs the wire types and a client.',
      { path: '^sdk/src/', pathNot: SPEC },
      { path: '.', pathNot: ['^sdk/', '^src/protocol/', packages(['socket\\.io-client', 'react'])] },
    ),
    forbid(
      'web-imports-the-sdk-only',
      'The web app is a client as any other.',
      { path: '^web/' },
      { path: '^(src|test|bench)/' },
    ),
    forbid(
      'src-stands-alone',
      'The gateway runs without its tests and tools.',
      { path: '^src/', pathNot: SPEC },
      { path: [SPEC, '^(test|bench|scripts|sdk|web)/'] },
    ),
    forbid(
      'no-dev-dependency-in-src',
      'It is not there in production.',
      { path: '^src/', pathNot: SPEC },
      { dependencyTypes: ['npm-dev'], pathNot: '(^|/)node_modules/@types/' },
    ),
    forbid(
      'no-unlisted-package',
      'What is imported stands in package.json.',
      {},
      { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    ),
    forbid('no-unresolvable', 'What is imported exists.', {}, { couldNotResolve: true }),
    forbid('no-circle', 'Two files that need each other are one, or need a third.', {}, { circular: true }),
    forbid(
      'no-orphan',
      'A file that nothing imports, and that imports nothing, is dead.',
      {
        orphan: true,
        pathNot: [
          SPEC,
          '\\.d\\.(ts|mts)$',
          '(^|/)\\.[^/]+$',
          '^[^/]+$',
          '^src/main\\.ts$',
          '^(scripts|bench|examples|test/support/web-page)/',
        ],
      },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|sdk/dist|data|coverage|node_modules/\\.cache)/' },
    // A workspace's packages stand in its own package.json.
    combinedDependencies: true,
    // Type imports count: they bind two parts as much as values do.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
    builtInModules: { add: ['node:test'] },
  },
};
