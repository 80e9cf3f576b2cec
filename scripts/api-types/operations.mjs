// What the controllers' types and docstrings say of each HTTP route.
import ts from 'typescript';
import { commentOf } from './schemas.mjs';

const VERBS = ['Get', 'Post', 'Put', 'Patch', 'Delete'];
/** Where a parameter of a handler comes from. */
const PLACES = { Body: 'body', Query: 'query', Param: 'path' };

/** Of each route of these files, by `<controller>_<method>`. */
export function operationsOf(files, schemas) {
  const operations = {};
  for (const controller of files.flatMap((file) => file.statements.filter(isController))) {
    for (const method of controller.members.filter(isRoute)) {
      const name = `${controller.name.text}_${method.name.text}`;
      if (name in operations) throw new Error(`Two routes are called ${name}: give one of their controllers another name.`);
      operations[name] = operationOf(method, schemas);
    }
  }
  return operations;
}

function operationOf(method, schemas) {
  const { checker } = schemas;
  const comment = commentOf(checker.getSymbolAtLocation(method.name), checker);
  const end = comment.search(/[.:](\s|$)/);
  const [summary, description] = end === -1 ? [comment, ''] : [comment.slice(0, end), comment.slice(end + 1).trim()];
  return {
    summary,
    ...(description === '' ? {} : { description: comment }),
    ...inputsOf(method, schemas),
    ...answerOf(method, schemas),
  };
}

/** The bodies and the parameters of path and query, which are single ones or objects of them. */
function inputsOf(method, schemas) {
  const inputs = {};
  const taken = decoratorsOf(method).find(({ name }) => name === 'Takes');
  if (taken !== undefined) inputs.body = schemas.of(instanceType(taken.args[0], schemas.checker));
  for (const parameter of method.parameters) {
    for (const { name, args } of decoratorsOf(parameter)) {
      const place = PLACES[name];
      if (place === undefined) continue;
      const schema = schemas.of(schemas.checker.getTypeAtLocation(parameter));
      if (place === 'body') inputs.body = schema;
      else
        (inputs[place] ??= []).push(
          args[0] !== undefined && ts.isStringLiteral(args[0]) ? { name: args[0].text, schema } : { schema },
        );
    }
  }
  return inputs;
}

function answerOf(method, schemas) {
  const { checker } = schemas;
  const type = checker.getAwaitedType(checker.getSignatureFromDeclaration(method).getReturnType());
  return type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined) ? {} : { answer: schemas.of(type) };
}

function instanceType(expression, checker) {
  return checker.getDeclaredTypeOfSymbol(checker.getTypeAtLocation(expression).symbol);
}

function isController(node) {
  return ts.isClassDeclaration(node) && decoratorsOf(node).some(({ name }) => name === 'Controller');
}

function isRoute(member) {
  return ts.isMethodDeclaration(member) && decoratorsOf(member).some(({ name }) => VERBS.includes(name));
}

function decoratorsOf(node) {
  const calls = (ts.getDecorators(node) ?? []).map(({ expression }) => expression);
  return calls.filter(ts.isCallExpression).map((call) => ({ name: call.expression.getText(), args: call.arguments }));
}
