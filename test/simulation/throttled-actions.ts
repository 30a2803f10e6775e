/** What the failover function calls: its request rates and outages are drawn from these. */
export const throttledActions = [
  'DescribeInstances',
  'DescribeNetworkInterfaces',
  'DescribeInstanceStatus',
  'DescribeInstanceTypes',
  'AttachNetworkInterface',
  'DetachNetworkInterface',
  'ModifyNetworkInterfaceAttribute',
] as const;
