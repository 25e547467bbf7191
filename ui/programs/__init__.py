"""The same answers for programs, whatever they speak: operations, their schemas, and the forms of chat clients."""
