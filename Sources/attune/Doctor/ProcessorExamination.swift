import Kernels

/// Which code computes. Every processor has some that it can run, so nothing is ever wrong.
struct ProcessorExamination: Examination {
  let subject = "processor"

  func finding(on machine: Machine) async -> Finding { .ok(machine.kernels().description) }
}
