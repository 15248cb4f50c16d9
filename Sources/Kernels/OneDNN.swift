import COneDNN

/// What all products share: the library's engine, and that a product runs in its caller's thread only. Streams and files
/// are what runs in parallel.
///
/// oneDNN fails only where memory or a whole kind of product is missing; the second is a mistake in this module.
enum OneDNN {
  /// The kinds of numbers that are multiplied.
  enum Number {
    /// 32 bits.
    case single
    /// The upper 16 bits of a single.
    case brain

    var type: dnnl_data_type_t { self == .single ? dnnl_f32 : dnnl_bf16 }
    var size: Int { self == .single ? 4 : 2 }
  }

  /// The processor; it belongs to the process, and so do the products, which never end before it.
  nonisolated(unsafe) static let engine: dnnl_engine_t = made { dnnl_engine_create(&$0, dnnl_cpu, 0) }

  /// Whether the processor multiplies brain floats.
  static let hasBrainFloats: Bool = {
    let set = dnnl_get_effective_cpu_isa()
    return set == dnnl_cpu_isa_avx512_core_bf16 || set == dnnl_cpu_isa_avx512_core_amx
  }()

  /// `oneDNN 2.6.3`.
  static let version: String = {
    guard let version = dnnl_version()?.pointee else { return "oneDNN" }
    return "oneDNN \(version.major).\(version.minor).\(version.patch)"
  }()

  /// The set of instructions that it uses, as its documentation calls it.
  static let instructions: String = {
    let set = dnnl_get_effective_cpu_isa()
    #if arch(x86_64)
      return switch set {
      case dnnl_cpu_isa_sse41: "SSE4.1"
      case dnnl_cpu_isa_avx: "AVX"
      case dnnl_cpu_isa_avx2: "AVX2"
      case dnnl_cpu_isa_avx2_vnni: "AVX2 with DL Boost"
      case dnnl_cpu_isa_avx512_core: "AVX-512"
      case dnnl_cpu_isa_avx512_core_vnni: "AVX-512 with DL Boost"
      case dnnl_cpu_isa_avx512_core_bf16: "AVX-512 with bfloat16"
      case dnnl_cpu_isa_avx512_core_amx: "AMX"
      default: "any processor"
      }
    #elseif arch(arm64)
      // Of its own numbers, which its header has no names for, 1 is Advanced SIMD and the others are kinds of SVE.
      return set.rawValue == 1 ? "NEON" : "SVE"
    #else
      return "any processor"
    #endif
  }()

  /// Calls the library, in this thread alone.
  static func check(_ status: dnnl_status_t) {
    precondition(status == dnnl_success, "oneDNN: status \(status.rawValue)")
  }

  /// Something that the library makes.
  static func made<Handle>(_ make: (inout Handle?) -> dnnl_status_t) -> Handle {
    omp_set_num_threads(1)
    var handle: Handle?
    check(make(&handle))
    guard let handle else { preconditionFailure("oneDNN succeeded and made nothing") }
    return handle
  }

  /// A dense matrix, or one whose layout the library may choose.
  static func matrix(_ rows: Int, _ columns: Int, _ number: Number, anyLayout: Bool = false) -> dnnl_memory_desc_t {
    var description = dnnl_memory_desc_t()
    var dimensions = [dnnl_dim_t(rows), dnnl_dim_t(columns)]
    check(
      dnnl_memory_desc_init_by_tag(
        &description, 2, &dimensions, number.type, anyLayout ? dnnl_format_tag_any : dnnl_ab))
    return description
  }

  /// A matrix in memory that the library allocates.
  static func memory(_ description: dnnl_memory_desc_t) -> dnnl_memory_t {
    memory(description, attune_memory_allocate())
  }

  /// A matrix whose memory is named later.
  static func placeholder(_ description: dnnl_memory_desc_t) -> dnnl_memory_t {
    memory(description, attune_memory_none())
  }

  private static func memory(_ description: dnnl_memory_desc_t, _ address: UnsafeMutableRawPointer?) -> dnnl_memory_t {
    made { handle in withUnsafePointer(to: description) { dnnl_memory_create(&handle, $0, engine, address) } }
  }
}
