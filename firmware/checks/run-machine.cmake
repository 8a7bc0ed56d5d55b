# Runs an emulator and keeps what it says: cmake -D LOG=file -D "COMMAND=program;arguments" -P run-machine.cmake
execute_process(COMMAND ${COMMAND} OUTPUT_VARIABLE said ERROR_VARIABLE said RESULT_VARIABLE status TIMEOUT 180
                ECHO_OUTPUT_VARIABLE ECHO_ERROR_VARIABLE)
file(WRITE ${LOG} "${said}")
if(NOT status EQUAL 0)
  message(FATAL_ERROR "the machine ended with '${status}'")
endif()
