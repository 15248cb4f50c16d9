/// Every event that we know, with its fields as values.
public enum Message: Hashable, Sendable {
  case audioStart(AudioStart)
  case audioChunk(AudioChunk)
  case audioStop(AudioStop)
  case describe(Describe)
  case info(Info)
  case transcribe(Transcribe)
  case transcript(Transcript)
  case transcriptStart(TranscriptStart)
  case transcriptChunk(TranscriptChunk)
  case transcriptStop(TranscriptStop)
  case recognize(Recognize)
  case intent(Intent)
  case intentPartial(IntentPartial)
  case notRecognized(NotRecognized)
  case intentsStart(IntentsStart)
  case intentsStop(IntentsStop)
  case detect(Detect)
  case detection(Detection)
  case notDetected(NotDetected)
  case voiceStarted(VoiceStarted)
  case voiceStopped(VoiceStopped)
  case ping(Ping)
  case pong(Pong)
  case error(ErrorEvent)
  case handled(Handled)
  case notHandled(NotHandled)
  case authenticate(Authenticate)
  case authenticated(Authenticated)
  /// An event of a type that is not known: it is to be ignored.
  case unknown(Event)

  /// Reads an event.
  ///
  /// - Throws: `EventError`, with the field that is absent or has another kind of value.
  public init(_ event: Event) throws(EventError) {
    switch event.type {
    case AudioStart.type: self = .audioStart(try AudioStart(event))
    case AudioChunk.type: self = .audioChunk(try AudioChunk(event))
    case AudioStop.type: self = .audioStop(try AudioStop(event))
    case Describe.type: self = .describe(Describe(event))
    case Info.type: self = .info(try Info(event))
    case Transcribe.type: self = .transcribe(try Transcribe(event))
    case Transcript.type: self = .transcript(try Transcript(event))
    case TranscriptStart.type: self = .transcriptStart(try TranscriptStart(event))
    case TranscriptChunk.type: self = .transcriptChunk(try TranscriptChunk(event))
    case TranscriptStop.type: self = .transcriptStop(TranscriptStop(event))
    case Recognize.type: self = .recognize(try Recognize(event))
    case Intent.type: self = .intent(try Intent(event))
    case IntentPartial.type: self = .intentPartial(try IntentPartial(event))
    case NotRecognized.type: self = .notRecognized(try NotRecognized(event))
    case IntentsStart.type: self = .intentsStart(try IntentsStart(event))
    case IntentsStop.type: self = .intentsStop(try IntentsStop(event))
    case Detect.type: self = .detect(try Detect(event))
    case Detection.type: self = .detection(try Detection(event))
    case NotDetected.type: self = .notDetected(try NotDetected(event))
    case VoiceStarted.type: self = .voiceStarted(try VoiceStarted(event))
    case VoiceStopped.type: self = .voiceStopped(try VoiceStopped(event))
    case Ping.type: self = .ping(try Ping(event))
    case Pong.type: self = .pong(try Pong(event))
    case ErrorEvent.type: self = .error(try ErrorEvent(event))
    case Handled.type: self = .handled(try Handled(event))
    case NotHandled.type: self = .notHandled(try NotHandled(event))
    case Authenticate.type: self = .authenticate(try Authenticate(event))
    case Authenticated.type: self = .authenticated(Authenticated(event))
    default: self = .unknown(event)
    }
  }

  /// The event on the wire.
  public var event: Event {
    switch self {
    case .audioStart(let value): value.event
    case .audioChunk(let value): value.event
    case .audioStop(let value): value.event
    case .describe(let value): value.event
    case .info(let value): value.event
    case .transcribe(let value): value.event
    case .transcript(let value): value.event
    case .transcriptStart(let value): value.event
    case .transcriptChunk(let value): value.event
    case .transcriptStop(let value): value.event
    case .recognize(let value): value.event
    case .intent(let value): value.event
    case .intentPartial(let value): value.event
    case .notRecognized(let value): value.event
    case .intentsStart(let value): value.event
    case .intentsStop(let value): value.event
    case .detect(let value): value.event
    case .detection(let value): value.event
    case .notDetected(let value): value.event
    case .voiceStarted(let value): value.event
    case .voiceStopped(let value): value.event
    case .ping(let value): value.event
    case .pong(let value): value.event
    case .error(let value): value.event
    case .handled(let value): value.event
    case .notHandled(let value): value.event
    case .authenticate(let value): value.event
    case .authenticated(let value): value.event
    case .unknown(let event): event
    }
  }
}
