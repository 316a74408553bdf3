# Checks one report from Ruby: check.rb FORM REPORT [CONTEXT [LANGUAGE]]. Prints the verdict; 0 valid, 1 invalid, 2 unreadable.
#
# By Fiddle, which comes with Ruby. Who frees: Ruby's collector, because each pointer is made with the function that frees its kind.
# A text is copied into a Ruby string while its pointer is still held. Ruby's strings are only read during the call.
#
#   PHIEU_C=target/c ruby check.rb form.toml report.json

require "fiddle"
require "fiddle/import"
require "json"

# phieu.h.
module Phieu
  extend Fiddle::Importer
  dlload "#{ENV.fetch("PHIEU_C", "/usr/local")}/lib/libphieu.so"
  extern "void *phieu_validator_new(const char *, size_t, const unsigned char *, size_t)"
  extern "const char *phieu_validator_error(void *, void *)"
  extern "void phieu_validator_free(void *)"
  extern "void *phieu_check(void *, const char *, size_t, const char *, size_t, const char *, size_t)"
  extern "char phieu_result_ok(void *)"
  extern "const char *phieu_result_text(void *, void *)"
  extern "void phieu_result_free(void *)"

  # What is wrong with a form or a report, as JSON.
  class Refused < StandardError; end

  # A form, ready to check reports. Threads may share it.
  class Form
    # From a file's bytes, in the spelling that the ending of its name tells.
    def initialize(name, data)
      made = Phieu.phieu_validator_new(name, name.bytesize, data, data.bytesize)
      @made = Fiddle::Pointer.new(made.to_i, 0, Phieu["phieu_validator_free"])
      wrong = Phieu.phieu_validator_error(@made, nil)
      raise Refused, Form.text(wrong) unless wrong.null?
    end

    # The verdict as JSON. A context of nil is none.
    def check(report, context = nil, language = "vi")
      texts = [report, context, language].flat_map { |text| [text, text.to_s.bytesize] }
      result = Fiddle::Pointer.new(Phieu.phieu_check(@made, *texts).to_i, 0, Phieu["phieu_result_free"])
      text = Form.text(Phieu.phieu_result_text(result, nil))
      Phieu.phieu_result_ok(result).zero? ? raise(Refused, text) : text
    end

    def self.text(pointer)
      pointer.to_s.force_encoding(Encoding::UTF_8)
    end
  end
end

abort "expected: check.rb FORM REPORT [CONTEXT [LANGUAGE]]" if ARGV.size < 2
form, report, context, language = ARGV
begin
  checked = Phieu::Form.new(form, File.binread(form))
  verdict = checked.check(File.binread(report), context && File.binread(context), language || "en")
  puts verdict
  exit JSON.parse(verdict)["valid"] ? 0 : 1
rescue Phieu::Refused => refused
  warn refused.message
  exit 2
end
