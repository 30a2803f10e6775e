import type { Resolver } from './template-intrinsics.ts';
import { isRecord, TemplateError } from './template-types.ts';

/** Whether a condition of the template's Conditions section holds. */
export function conditionOf(name: string, where: string, resolver: Resolver): boolean {
  const condition = resolver.template.Conditions[name];
  if (condition === undefined) throw new TemplateError(where, `there is no condition ${name}`);
  return holds(condition, `condition ${name}`, resolver);
}

function holds(condition: unknown, where: string, resolver: Resolver): boolean {
  const [operator, argument] = isRecord(condition) ? (Object.entries(condition)[0] ?? []) : [];
  const operands: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  switch (operator) {
    case 'Condition':
      return conditionOf(String(argument), where, resolver);
    case 'Fn::Equals': {
      const [left, right] = operands.map((operand) => resolver.resolveText(operand, where));
      return left === right;
    }
    case 'Fn::Not':
      return !holds(operands[0], where, resolver);
    case 'Fn::And':
      return operands.every((operand) => holds(operand, where, resolver));
    case 'Fn::Or':
      return operands.some((operand) => holds(operand, where, resolver));
    default:
      throw new TemplateError(where, `the sandbox does not know ${operator ?? JSON.stringify(condition)}`);
  }
}
