let exporter = opentelemetry_sdk::trace::InMemorySpanExporter::default();
let exporting = || SdkTracerProvider::builder().with_simple_exporter(exporter.clone());
// The build script inserts the example here.
guide_tests::check(app, guide_tests::answers::TRACED).await;
let spans = exporter.get_finished_spans()?;
let attributes = spans.iter().map(|span| span.attributes.len());
assert_eq!(attributes.collect::<Vec<_>>(), [0, 2]);
assert_eq!(spans[1].attributes[1], KeyValue::new("cors.reason", "origin_not_allowed"));
